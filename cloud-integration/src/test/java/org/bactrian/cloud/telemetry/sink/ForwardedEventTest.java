package org.bactrian.cloud.telemetry.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.telemetry.HubMessages;
import org.bactrian.cloud.telemetry.decode.TelemetryDecoder;
import org.bactrian.iothub.events.HubMessage;
import org.junit.jupiter.api.Test;

/** The forms that readers of OPC Twin 2.8's second event hub know. */
class ForwardedEventTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aSampleIsAnObjectInPascalCaseWithNulls() throws Exception {
    ForwardedEvent event =
        event(
            HubMessages.of(
                HubMessages.SAMPLES,
                """
                {"NodeId":"nsu=http://test;s=Temp","EndpointUrl":"opc.tcp://plc:4840/",
                 "ApplicationUri":"urn:plc","Timestamp":"2024-01-02T03:04:05.678Z",
                 "Value":{"Value":21.5,"SourceTimestamp":"2024-01-02T03:04:05.6Z"},
                 "ExtensionFields":{"PublisherId":"uat0","DataSetWriterId":"uat0_500",
                  "EndpointId":"uat0"}}
                """));

    assertThat(text(event))
        .isEqualTo(
            "{\"PublisherId\":\"uat0\",\"DataSetWriterId\":\"uat0_500\",\"EndpointId\":\"uat0\","
                + "\"NodeId\":\"nsu=http://test;s=Temp\",\"DisplayName\":null,\"Value\":21.5,"
                + "\"DataType\":\"Double\",\"Status\":null,"
                + "\"Timestamp\":\"2024-01-02T03:04:05.678Z\","
                + "\"SourceTimestamp\":\"2024-01-02T03:04:05.6Z\",\"SourcePicoseconds\":null,"
                + "\"ServerTimestamp\":null,\"ServerPicoseconds\":null,\"SequenceNumber\":0}");
    assertThat(event.key()).isEqualTo("uat0_500");
    assertThat(event.properties())
        .isEqualTo(Map.of("$$ContentType", "application/x-monitored-itemsample-model-json-v1"));
  }

  @Test
  void aDataSetMessageIsAnObjectInCamelCaseWithoutNulls() throws Exception {
    ForwardedEvent event =
        event(
            HubMessages.of(
                HubMessages.NETWORK,
                """
                {"MessageId":"m1","MessageType":"ua-data","PublisherId":"p","Messages":[
                 {"DataSetWriterId":"w","MetaDataVersion":{"MajorVersion":1,"MinorVersion":2},
                  "Timestamp":"2024-01-02T03:04:05Z","SequenceNumber":7,
                  "Payload":{"Temp":{"Value":21.5,"SourceTimestamp":"2024-01-02T03:04:05Z"}}}]}
                """));

    assertThat(JSON.readTree(event.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"messageId":"m1","publisherId":"p","dataSetWriterId":"w","sequenceNumber":7,
                 "metaDataVersion":"1.2","status":"Good","timestamp":"2024-01-02T03:04:05Z",
                 "payload":{"Temp":{"value":21.5,"dataType":"Double",
                  "sourceTimestamp":"2024-01-02T03:04:05Z"}}}
                """));
    assertThat(event.key()).isEqualTo("w");
    assertThat(event.properties())
        .isEqualTo(Map.of("$$ContentType", "application/x-network-message-model-json-v1"));
  }

  @Test
  void aMessageWithoutASchemaGoesOnAsItCame() throws Exception {
    ForwardedEvent event =
        event(HubMessages.of(Map.of("level", "hot"), "anything".getBytes(StandardCharsets.UTF_8)));

    assertThat(text(event)).isEqualTo("anything");
    assertThat(event.key()).isNull();
    assertThat(event.properties()).isEqualTo(Map.of("level", "hot"));
  }

  @Test
  void aKeepAliveAndEventsOfOtherSchemasStayHere() throws Exception {
    assertThat(events(HubMessages.of(HubMessages.NETWORK, "[{\"Payload\":{}}]"))).isEmpty();
    assertThat(events(HubMessages.of("application/x-discovery-event-v2-json", "{}"))).isEmpty();
  }

  private static ForwardedEvent event(HubMessage message) throws Exception {
    List<ForwardedEvent> events = events(message);
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  private static List<ForwardedEvent> events(HubMessage message) throws Exception {
    return ForwardedEvent.of(List.of(new TelemetryDecoder().decode(message)));
  }

  private static String text(ForwardedEvent event) {
    return new String(event.body(), StandardCharsets.UTF_8);
  }
}
