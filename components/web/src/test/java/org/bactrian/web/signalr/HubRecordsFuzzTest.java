package org.bactrian.web.signalr;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of clients of the live hubs. */
class HubRecordsFuzzTest {

  static Stream<byte[]> records() {
    return FuzzInputs.utf8(
        "{\"protocol\":\"json\",\"version\":1}\u001e",
        "{\"type\":6}\u001e{\"type\":1,\"invocationId\":\"1\",\"target\":\"x\"}\u001e{",
        "\u001e",
        "[]\u001e");
  }

  @MethodSource("records")
  @FuzzTest
  void recordsAreTakenOrRefused(byte[] input) {
    HubRecords records = new HubRecords();
    String text = FuzzInputs.text(input);
    try {
      for (JsonNode record : records.take(text)) {
        assertThat(record.isObject()).isTrue();
        HubRecords.handshakeFault(record);
      }
      records.take(text);
    } catch (HubRecords.HubRecordException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
