package org.bactrian.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.CloudReplica;
import org.bactrian.cloud.events.EventsTestServer.EventLines;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.pki.LocalTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Telemetry of a device on its whole way to a subscriber. */
class SamplesOfDeviceTest {

  private static final String SAMPLE =
      """
      [{"NodeId": "ns=2;s=Temp", "EndpointUrl": "opc.tcp://plc:4840", "ApplicationUri": "urn:plc",
        "DisplayName": "Temp", "Timestamp": "2024-01-02T03:04:05.678Z",
        "Value": {"Value": 21.5, "SourceTimestamp": "2024-01-02T03:04:05.6Z"},
        "ExtensionFields": {"EndpointId": "uat1", "PublisherId": "p1"}}]
      """;

  @TempDir Path folder;

  @Test
  void aSampleThatADeviceSendsReachesThoseWhoSubscribedToItsEndpointAtEachReplica()
      throws Exception {
    String[] routes = {"errors", "onboarding", "telemetry", "events"};
    try (LocalAzure azure = LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts());
        CloudReplica one = new CloudReplica(azure, folder, Map.of(), routes);
        CloudReplica two = new CloudReplica(azure, folder, Map.of(), routes);
        EventLines here = new EventLines(one, "/events/v2/telemetry/uat1/samples");
        EventLines there = new EventLines(two, "/events/v2/telemetry/uat1/samples")) {
      ModuleClient device =
          new ModuleClient(
              azure.hub().register(ClientId.module("edge1", "publisher")),
              IotHubClientProtocol.MQTT,
              ClientOptions.builder().sslContext(LocalTrust.sslContext(azure.caFile())).build());
      device.open(false);

      // What is sent before a replica has begun to read is not live any more.
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                send(device);
                return !here.data().isEmpty() && !there.data().isEmpty();
              });
      device.close();

      for (JsonNode value : List.of(here.data().get(0), there.data().get(0))) {
        assertThat(value.path("endpointId").asText()).isEqualTo("uat1");
        assertThat(value.path("nodeId").asText()).isEqualTo("ns=2;s=Temp");
        assertThat(value.path("value").asDouble()).isEqualTo(21.5);
        assertThat(value.path("publisherId").asText()).isEqualTo("p1");
      }
    }
  }

  private static void send(ModuleClient device) throws Exception {
    Message message = new Message(SAMPLE);
    message.setProperty("$$MessageSchema", "application/x-monitored-item-json-v1");
    device.sendEvent(message);
  }
}
