package org.bactrian.opcua.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.bactrian.model.json.JsonTrees;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Event filters of files and requests. */
class EventFilterFuzzTest {

  static Stream<byte[]> filters() {
    return FuzzInputs.utf8(
        "{\"TypeDefinitionId\":\"i=2915\"}",
        "{\"SelectClauses\":[{\"TypeDefinitionId\":\"i=2041\",\"BrowsePath\":[\"ActiveState\","
            + "\"Id\"],\"AttributeId\":\"Value\",\"IndexRange\":\"0:1\",\"DisplayName\":\"a\"}]}",
        "{\"WhereClause\":{\"Elements\":[{\"FilterOperator\":\"And\",\"FilterOperands\":["
            + "{\"Index\":1},{\"Index\":1}]},{\"FilterOperator\":\"LessThan\",\"FilterOperands\":["
            + "{\"BrowsePath\":[\"Severity\"]},{\"Value\":200,\"DataType\":\"UInt16\"}]}]}}",
        "{\"whereClause\":null,\"selectClauses\":[null]}",
        "[]");
  }

  @MethodSource("filters")
  @FuzzTest
  void aFilterIsReadOrRefusedWithItsPlace(byte[] input) throws JsonProcessingException {
    JsonNode json;
    try {
      json = JsonTrees.JSON.readTree(FuzzInputs.text(input));
    } catch (JsonProcessingException e) {
      return;
    }
    try {
      EventFilterReader.Result read = EventFilterReader.read(json);
      assertThat(read.filter()).isEqualTo(EventFilterReader.read(json).filter());
    } catch (EventFilterSyntaxException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
