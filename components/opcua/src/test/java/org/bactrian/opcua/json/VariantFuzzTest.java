package org.bactrian.opcua.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.patience.FuzzInputs;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that callers write and that go out again. */
class VariantFuzzTest {

  private static final ObjectMapper JSON = RegistryJson.mapper();
  private static final OpcUaDataType[] TYPES = OpcUaDataType.values();
  private static final List<ValueFormat> FORMATS =
      List.of(
          new ValueFormat(true, true, NamespaceFormat.EXPANDED),
          new ValueFormat(false, true, NamespaceFormat.URI));

  private final ValueReader reader = new ValueReader(Values.CONTEXT);

  static Stream<byte[]> values() {
    return FuzzInputs.utf8(
        "0{\"Type\":11,\"Body\":[1.5,\"NaN\",null],\"Dimensions\":[3,1]}",
        "0{\"Type\":12,\"Body\":[[\"a\",\"b\"],[\"c\"]]}",
        "1\"true\"",
        "1[true,\"False\"]",
        "0{\"Type\":22,\"Body\":{\"TypeId\":{\"Id\":886},\"Body\":{\"Low\":1,\"High\":2}}}",
        "0{\"Type\":23,\"Body\":{\"Value\":{\"Type\":6,\"Body\":1},\"Status\":2147483648,"
            + "\"SourceTimestamp\":\"2026-01-02T03:04:05.1234567Z\"}}",
        "6\"[1,2, 3]\"",
        "=\"2026-01-02T03:04:05+02:00\"",
        "?\"aGVsbG8=\"",
        "A\"nsu=http://plant/;s=a\"",
        "E\"BadNodeIdUnknown\"",
        "G\"1:name\"",
        "H{\"Text\":\"a\",\"Locale\":\"de\"}",
        "I{\"TypeId\":\"i=887\",\"Encoding\":1,\"Body\":\"AAAAAAAA8D8AAAAAAAAAQA==\"}",
        "G{\"Type\":22,\"Body\":{\"TypeId\":0}}",
        "<\"5b0d2a52-1111-2222-3333-123456789abc\"");
  }

  @MethodSource("values")
  @FuzzTest
  void aValueIsReadAndGoesOutAsItCameInOrIsRefused(byte[] input) throws IOException {
    String text = FuzzInputs.text(input);
    JsonNode json;
    Variant value;
    try {
      json = JSON.readTree(text.substring(Math.min(1, text.length())));
      value = reader.read(json, type(text));
    } catch (IOException | OperationException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    for (ValueFormat format : FORMATS) {
      String written = Values.json(format, value.value());
      if (written.replaceFirst("}+$", "}").endsWith("\"Body\":null}")) {
        continue; // of a null, also in a DataValue, nobody can tell the type that it has
      }
      Variant again = reader.read(JSON.readTree(written), ExpectedType.UNKNOWN);
      assertThat(Values.json(format, again.value())).isEqualTo(written);
    }
  }

  /** The type that the first character stands for; {@code 0} for none that is known. */
  private static ExpectedType type(String text) {
    int number = text.isEmpty() ? 0 : text.charAt(0) - '0';
    return number < 1 || number > TYPES.length
        ? ExpectedType.UNKNOWN
        : ExpectedType.of(TYPES[number - 1], ExpectedType.ANY);
  }
}
