package org.bactrian.opcua.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;

class GoldenVariantsTest {

  /** Values that are taken as they stand, though OPC Publisher takes them apart. */
  private static final Set<String> AS_THEY_STAND =
      Set.of(
          // A sentence with commas is no list, unless the node holds one.
          "test, test, test",
          "[test, test, test]",
          // Quotes that are escaped belong to the text.
          " [\"\\\"test\\\"\",'\\\"test\\\"',\"\\\"test\\\"\"] ");

  private final ValueReader reader = new ValueReader(Values.CONTEXT);

  @Test
  void aValueOfARequestIsTheVariantThatOpcPublisherMakesOfIt() throws IOException {
    List<String> others = new ArrayList<>();
    for (JsonNode golden : goldenCases()) {
      Variant expected = reader.read(golden.get("variant"), ExpectedType.UNKNOWN);
      String read;
      try {
        Variant value = reader.read(golden.get("value"), wanted(golden.get("type").textValue()));
        read = value.equals(expected) ? "" : value.toString();
      } catch (RuntimeException e) {
        read = e.getMessage();
      }
      boolean asItStands =
          golden.get("variant").get("Body").isArray()
              && AS_THEY_STAND.contains(golden.get("value").asText());
      if (read.isEmpty() == asItStands) {
        others.add(golden + " was " + read);
      }
    }
    assertThat(others).isEmpty();
  }

  private static ExpectedType wanted(String type) {
    return switch (type) {
      case "Null" -> ExpectedType.UNKNOWN;
      case "Number" -> ExpectedType.of(NodeIds.Number);
      case "Integer" -> ExpectedType.of(NodeIds.Integer);
      case "UInteger" -> ExpectedType.of(NodeIds.UInteger);
      default -> ExpectedType.of(OpcUaDataType.valueOf(type), ExpectedType.ANY);
    };
  }

  private static JsonNode goldenCases() throws IOException {
    try (InputStream in = GoldenVariantsTest.class.getResourceAsStream("/golden/variants.json")) {
      return new ObjectMapper().readTree(in).get("cases");
    }
  }
}
