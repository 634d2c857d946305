package org.bactrian.model.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.api.Test;

class MonitoredItemMessageTest {

  @Test
  void clientsReadWhatIsKnownInCamelCase() {
    MonitoredItemMessage message =
        MonitoredItemMessageBuilder.builder()
            .publisherId("uat0d1e")
            .dataSetWriterId("uat0d1e_500")
            .endpointId("uat0d1e")
            .nodeId("nsu=http://test;s=Temp")
            .displayName("Temp")
            .value(21.5)
            .dataType("Double")
            .timestamp(Instant.parse("2024-01-02T03:04:05.678Z"))
            .sourceTimestamp(Instant.parse("2024-01-02T03:04:05.6Z"))
            .serverTimestamp(Instant.parse("2024-01-02T03:04:05.61Z"))
            .sequenceNumber(17L)
            .build();

    assertThat(RegistryJson.text(message))
        .isEqualTo(
            "{\"publisherId\":\"uat0d1e\",\"dataSetWriterId\":\"uat0d1e_500\","
                + "\"endpointId\":\"uat0d1e\",\"nodeId\":\"nsu=http://test;s=Temp\","
                + "\"displayName\":\"Temp\",\"value\":21.5,\"dataType\":\"Double\","
                + "\"timestamp\":\"2024-01-02T03:04:05.678Z\","
                + "\"sourceTimestamp\":\"2024-01-02T03:04:05.6Z\","
                + "\"serverTimestamp\":\"2024-01-02T03:04:05.61Z\",\"sequenceNumber\":17}");
  }

  @Test
  void aNodeIdIsWrittenEvenWhereItIsUnknown() {
    MonitoredItemMessage message =
        MonitoredItemMessageBuilder.builder()
            .endpointId("uat0d1e")
            .value(Arrays.asList(1L, null))
            .sequenceNumber(0L)
            .build();

    assertThat(RegistryJson.text(message))
        .isEqualTo(
            "{\"endpointId\":\"uat0d1e\",\"nodeId\":null,\"value\":[1,null],"
                + "\"sequenceNumber\":0}");
  }

  @Test
  void whatWasWrittenIsReadBack() {
    MonitoredItemMessage message =
        MonitoredItemMessageBuilder.builder()
            .nodeId("i=2258")
            .value("text")
            .status("BadNoCommunication")
            .timestamp(Instant.parse("2024-01-02T03:04:05Z"))
            .sourcePicoseconds(10)
            .sequenceNumber(4_294_967_295L)
            .build();

    assertThat(RegistryJson.read(RegistryJson.bytes(message), MonitoredItemMessage.class))
        .isEqualTo(message);
  }
}
