package org.bactrian.interop.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.CloudOptions;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.interop.peer.Peer;
import org.bactrian.interop.peer.PeerFailure;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.launcher.role.CloudRole;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.model.telemetry.MonitoredItemMessageBuilder;
import org.bactrian.web.http.ListenAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's SignalR client from npm takes the hubs of the cloud for those of version 2.8. */
@NeedsNodeJs
class SignalRClientTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path data;
  private static LocalAzure azure;
  private static CloudRole cloud;
  private static Peer client;

  @BeforeAll
  static void start() throws IOException {
    azure = LocalAzure.start(LocalAzureSettings.in(data).withFreePorts());
    cloud = cloud(0);
    String token =
        LocalTokens.in(data).issue("operator", Permission.ADMINISTER, Duration.ofHours(1));
    client =
        Peer.start(
            "signalr-client.js",
            Map.of("url", "http://127.0.0.1:" + cloud.port(), "token", token),
            Map.of());
  }

  private static CloudRole cloud(int port) {
    CloudOptions options =
        new CloudOptions(
            HttpSettings.of(port, TokenVerifier.of(LocalTokens.in(data))),
            new CloudOptions.Hub(
                ConnectionString.parse(azure.hub().serviceConnectionString()),
                "localhost:" + azure.hub().restPort(),
                azure.caFile().toString()),
            azure.serviceBus().connectionString(),
            DatabaseSettings.in(data));
    return CloudRole.start(options, CloudRole.Files.NONE, ListenAddress.loopback(0));
  }

  @AfterAll
  static void stop() throws IOException {
    if (client != null) {
      client.close();
    }
    if (cloud != null) {
      cloud.close();
    }
    if (azure != null) {
      azure.close();
    }
  }

  private static List<JsonNode> came(String event) {
    return client.events().stream()
        .filter(one -> one.path("event").asText().equals(event))
        .toList();
  }

  private static void publish(String endpointId, int value) {
    cloud
        .role()
        .context()
        .createProducerTemplate()
        .sendBody(
            "direct:telemetry-values",
            List.of(
                MonitoredItemMessageBuilder.builder()
                    .endpointId(endpointId)
                    .nodeId("nsu=http://test;s=Temp")
                    .value(value)
                    .dataType("Int32")
                    .timestamp(Instant.parse("2024-01-02T03:04:05.678Z"))
                    .build()));
  }

  private static void tell(String source, String json) {
    cloud
        .role()
        .context()
        .createProducerTemplate()
        .sendBodyAndHeader("direct:registry-event", json, "BactrianEventSource", source);
  }

  @Test
  void itGetsValuesWhileItIsSubscribedAndAgainAfterTheServerCameBack() throws IOException {
    client.ask("connect", "hub", "publishers");
    client.ask("subscribe", "hub", "publishers", "path", "telemetry/uat1/samples");
    publish("uat1", 1);
    await().atMost(PATIENCE).until(() -> came("PublisherMessage").size() == 1);
    JsonNode message = came("PublisherMessage").get(0).path("argument");
    assertThat(message.path("endpointId").asText()).isEqualTo("uat1");
    assertThat(message.path("value").asInt()).isEqualTo(1);
    assertThat(message.path("timestamp").asText()).isEqualTo("2024-01-02T03:04:05.678Z");

    client.ask("unsubscribe", "hub", "publishers", "path", "telemetry/uat1/samples");
    client.ask("subscribe", "hub", "publishers", "path", "telemetry/uat2/samples");
    publish("uat1", 2);
    publish("uat2", 3);
    await().atMost(PATIENCE).until(() -> came("PublisherMessage").size() == 2);
    assertThat(came("PublisherMessage").get(1).at("/argument/value").asInt()).isEqualTo(3);

    int port = cloud.port();
    cloud.close();
    cloud = cloud(port);

    await().atMost(PATIENCE).until(() -> !came("reconnected").isEmpty());
    client.ask("subscribe", "hub", "publishers", "path", "telemetry/uat1/samples");
    publish("uat1", 4);
    await().atMost(PATIENCE).until(() -> came("PublisherMessage").size() == 3);
    assertThat(came("closed")).isEmpty();
  }

  @Test
  void itGetsChangesOfTheRegistryAndTheProgressThatItAskedFor() throws IOException {
    client.ask("connect", "hub", "applications");
    client.ask("connect", "hub", "discovery");
    client.ask("subscribe", "hub", "discovery", "path", "discovery/requests/r1/events");

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              tell(
                  "Application",
                  "{\"source\":\"Application\",\"eventType\":\"New\",\"id\":\"uas1\","
                      + "\"entity\":{\"applicationId\":\"uas1\"}}");
              tell(
                  "DiscoveryProgress",
                  "{\"Request\":{\"Id\":\"r1\"},\"EventType\":\"Started\",\"TimeStamp\":\""
                      + Instant.now()
                      + "\"}");
              return !came("ApplicationEvent").isEmpty() && !came("DiscoveryProgress").isEmpty();
            });

    assertThat(came("ApplicationEvent").get(0).path("argument").toString())
        .isEqualTo(
            "{\"eventType\":\"New\",\"id\":\"uas1\",\"application\":{\"applicationId\":\"uas1\"}}");
    assertThat(came("DiscoveryProgress").get(0).at("/argument/eventType").asText())
        .isEqualTo("Started");
  }

  @Test
  void aMethodThatItCallsFailsAndTheConnectionStays() throws IOException {
    client.ask("connect", "hub", "gateways");

    assertThatThrownBy(() -> client.ask("invoke", "hub", "gateways", "method", "Send"))
        .isInstanceOf(PeerFailure.class)
        .hasMessageContaining("it only sends");
  }
}
