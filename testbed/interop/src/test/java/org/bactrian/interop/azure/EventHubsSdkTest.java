package org.bactrian.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.interop.peer.Peer;
import org.bactrian.interop.peer.PeerFailure;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.pki.LocalTrust;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's SDK of Event Hubs for Node.js takes the local hub's telemetry for the real one's. */
@NeedsNodeJs
class EventHubsSdkTest {

  @TempDir static Path data;
  private static LocalAzure azure;
  private static Peer client;

  @BeforeAll
  static void start() throws Exception {
    azure = LocalAzure.start(LocalAzureSettings.in(data).withFreePorts());
    DeviceClient device =
        new DeviceClient(
            azure.hub().register(ClientId.device("press")),
            IotHubClientProtocol.MQTT,
            ClientOptions.builder().sslContext(LocalTrust.sslContext(azure.caFile())).build());
    device.open(false);
    for (int number = 0; number < 3; number++) {
      Message message = new Message("{\"number\":" + number + "}");
      message.setContentType("application/json");
      message.setContentEncoding("utf-8");
      message.setProperty("line", "1");
      device.sendEvent(message);
    }
    device.close();
    client = Peer.start("event-hubs.js", Map.of(), Map.of());
    client.ask("open", "connectionString", azure.hub().eventHubConnectionString(), "group", "peer");
  }

  @AfterAll
  static void stop() throws IOException {
    if (client != null) {
      client.close();
    }
    if (azure != null) {
      azure.close();
    }
  }

  @Test
  void thePartitionsAreTold() throws IOException {
    assertThat(client.ask("partitions")).hasSize(4);
    String partition = Integer.toString(Math.floorMod("press".hashCode(), 4));
    assertThat(client.ask("partition", "partition", partition).path("lastEnqueuedSequenceNumber"))
        .hasToString("2");
  }

  @Test
  void telemetryIsReadInOrderWithItsPropertiesAndSender() throws IOException {
    JsonNode events = client.ask("read", "count", 3);

    assertThat(events)
        .extracting(event -> event.at("/body/number").asInt())
        .containsExactly(0, 1, 2);
    assertThat(events.get(0).path("device").asText()).isEqualTo("press");
    assertThat(events.get(0).at("/properties/line").asText()).isEqualTo("1");
    assertThat(events.get(0).path("contentType").asText()).isEqualTo("application/json");
  }

  @Test
  void aReaderGoesOnBehindAnEvent() throws IOException {
    JsonNode events = client.ask("read", "count", 2, "after", 0);

    assertThat(events).extracting(event -> event.path("number").asText()).containsExactly("1", "2");
  }

  @Test
  void aWrongKeyIsRefused() throws IOException {
    String wrong =
        azure
            .hub()
            .eventHubConnectionString()
            .replaceAll("SharedAccessKey=[^;]*", "SharedAccessKey=d3Jvbmc=");
    try (Peer forger = Peer.start("event-hubs.js", Map.of(), Map.of())) {
      forger.ask("open", "connectionString", wrong, "group", "peer");

      assertThatThrownBy(() -> forger.ask("partitions"))
          .isInstanceOf(PeerFailure.class)
          .hasMessageContaining("InvalidSignature");
    }
  }
}
