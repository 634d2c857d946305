package org.bactrian.model.variant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bactrian.model.registry.Golden;
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
  void aValueOfARequestIsTheVariantThatOpcPublisherMakesOfIt() {
    List<String> others = new ArrayList<>();
    for (JsonNode golden : Golden.read("variants.json").get("cases")) {
      Variant expected = reader.read(golden.get("variant"), ValueType.UNKNOWN);
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

  private static ValueType wanted(String type) {
    return switch (type) {
      case "Null" -> ValueType.UNKNOWN;
      case "Number" -> ValueType.of(NodeIds.Number);
      case "Integer" -> ValueType.of(NodeIds.Integer);
      case "UInteger" -> ValueType.of(NodeIds.UInteger);
      default -> ValueType.of(OpcUaDataType.valueOf(type), ValueType.ANY);
    };
  }
}
