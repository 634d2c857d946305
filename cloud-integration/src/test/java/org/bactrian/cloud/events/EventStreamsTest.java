package org.bactrian.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.cloud.events.EventsTestServer.change;
import static org.bactrian.cloud.events.EventsTestServer.publish;
import static org.bactrian.cloud.events.EventsTestServer.put;
import static org.bactrian.cloud.events.EventsTestServer.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.bactrian.cloud.CloudReplica;
import org.bactrian.cloud.events.EventsTestServer.EventLines;
import org.bactrian.cloud.security.Permission;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of the events service, over SignalR and as Server-Sent Events. */
class EventStreamsTest {

  private static final String PUBLISHERS = "/events/v2/publishers/events";
  private static final String DISCOVERY = "/events/v2/discovery/events";
  private static final String SAMPLE =
      """
      {"publisherId": "uat0d1e", "dataSetWriterId": "uat0d1e_500", "endpointId": "%s",
       "nodeId": "nsu=http://test;s=Temp", "displayName": "Temp", "value": 21.5,
       "dataType": "Double", "timestamp": "2024-01-02T03:04:05.678Z",
       "sourceTimestamp": "2024-01-02T03:04:05.6Z", "serverTimestamp": "2024-01-02T03:04:05.61Z",
       "sequenceNumber": 17}
      """;

  @TempDir static Path folder;
  private static EventsTestServer server;
  private static CloudReplica other;

  @BeforeAll
  static void start() throws Exception {
    server = new EventsTestServer(folder, Map.of());
    other = server.anotherReplica();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode sample(String endpointId) {
    return RegistryJson.read(SAMPLE.formatted(endpointId), JsonNode.class);
  }

  @Test
  void aSignalRClientGetsTheValuesOfTheEndpointThatItIsSubscribedToUntilItIsUnsubscribed()
      throws Exception {
    try (HubClient client = HubClient.connect(server.replica, PUBLISHERS)) {
      String samples = "/events/v2/telemetry/uat1/samples";
      assertThat(put(server.replica, samples, client.id())).isEqualTo(200);
      assertThat(put(server.replica, samples, client.id())).isEqualTo(200);

      publish(server.replica, List.of(value("uat2", 1.0), value("uat1", 21.5)));

      assertThat(client.awaitMessages("PublisherMessage", 1)).containsExactly(sample("uat1"));

      int status =
          server
              .replica
              .send(Permission.WRITE, "DELETE", samples + "/" + client.id(), "")
              .statusCode();
      assertThat(status).isEqualTo(200);
      put(server.replica, "/events/v2/telemetry/uat3/samples", client.id());
      publish(server.replica, List.of(value("uat1", 2.0), value("uat3", 21.5)));
      assertThat(client.awaitMessages("PublisherMessage", 2))
          .containsExactly(sample("uat1"), sample("uat3"));
    }
  }

  @Test
  void valuesComeInTheirOrderHoweverManyThereAre() throws Exception {
    try (HubClient client = HubClient.connect(server.replica, PUBLISHERS)) {
      put(server.replica, "/events/v2/telemetry/order/samples", client.id());
      List<MonitoredItemMessage> values =
          IntStream.range(0, 2_000).mapToObj(i -> value("order", (double) i)).toList();

      publish(server.replica, values.subList(0, 1_000));
      publish(server.replica, values.subList(1_000, 2_000));

      assertThat(client.awaitMessages("PublisherMessage", 2_000))
          .extracting(message -> message.path("value").asInt())
          .isEqualTo(IntStream.range(0, 2_000).boxed().toList());
    }
  }

  @Test
  void aConnectionIsSubscribedByAnyReplicaAndOpenedAtAnyReplica() throws Exception {
    try (HubClient client = HubClient.connect(other, server.replica, PUBLISHERS)) {
      assertThat(put(other, "/events/v2/telemetry/far/samples", client.id())).isEqualTo(200);

      await()
          .until(
              () -> {
                publish(server.replica, List.of(value("far", 21.5)));
                return !client.received("PublisherMessage").isEmpty();
              });

      assertThat(client.received("PublisherMessage").get(0)).isEqualTo(sample("far"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "applications, Application",
    "endpoints, Endpoint",
    "gateways, Gateway",
    "supervisors, Supervisor",
    "discovery, Discoverer",
    "publishers, Publisher"
  })
  void eachReplicaTellsItsClientsOfAChangeOfTheRegistryOnce(String hub, String entity)
      throws Exception {
    String path = "/events/v2/" + hub + "/events";
    String event =
        "{\"source\":\"%s\",\"eventType\":\"New\",\"id\":\"x1\",\"entity\":{\"id\":\"x1\"}}"
            .formatted(entity);
    try (HubClient here = HubClient.connect(server.replica, path);
        HubClient there = HubClient.connect(other, path);
        EventLines lines = new EventLines(other, path)) {

      change(server.replica, entity, event);
      change(
          other,
          entity,
          "{\"source\":\"%s\",\"eventType\":\"Deleted\",\"id\":\"x1\"}".formatted(entity));

      List<String> expected =
          List.of(
              "{\"eventType\":\"New\",\"id\":\"x1\",\"%s\":{\"id\":\"x1\"}}"
                  .formatted(entity.toLowerCase(Locale.ROOT)),
              "{\"eventType\":\"Deleted\",\"id\":\"x1\"}");
      for (HubClient client : List.of(here, there)) {
        assertThat(client.awaitMessages(entity + "Event", 2))
            .extracting(JsonNode::toString)
            .isEqualTo(expected);
      }
      await().until(() -> lines.data().size() == 2);
      assertThat(lines.data()).extracting(JsonNode::toString).isEqualTo(expected);
      assertThat(lines.lines()).contains("event: " + entity + "Event");
    }
  }

  @Test
  void progressGoesOnceToWhomItConcernsAndNotWhenItIsOld() throws Exception {
    try (HubClient both = HubClient.connect(server.replica, DISCOVERY);
        HubClient none = HubClient.connect(server.replica, DISCOVERY);
        EventLines request = new EventLines(other, "/events/v2/discovery/requests/r1/events");
        EventLines discoverer =
            new EventLines(other, "/events/v2/discovery/edge1_module_d/events")) {
      put(server.replica, "/events/v2/discovery/requests/r1/events", both.id());
      put(server.replica, "/events/v2/discovery/edge1_module_d/events", both.id());
      String old = progress("Old", Instant.now().minusSeconds(11));
      String now = progress("NetworkScanFinished", Instant.now());

      change(server.replica, EventReceiver.PROGRESS, old);
      change(server.replica, EventReceiver.PROGRESS, now);
      change(server.replica, EventReceiver.PROGRESS, progress("Finished", Instant.now()));

      List<JsonNode> told = both.awaitMessages("DiscoveryProgress", 2);
      assertThat(told)
          .extracting(one -> one.path("eventType").asText())
          .containsExactly("NetworkScanFinished", "Finished");
      assertThat(told.get(0).path("requestId").asText()).isEqualTo("r1");
      assertThat(told.get(0).path("discovererId").asText()).isEqualTo("edge1_module_d");
      assertThat(told.get(0).path("discovered").asInt()).isEqualTo(55);
      assertThat(told.get(0).path("resultDetails").path("test").asText()).isEqualTo("test");
      assertThat(told.get(0).fieldNames())
          .toIterable()
          .doesNotContain("request", "requestDetails", "result");
      await().until(() -> request.data().size() == 2 && discoverer.data().size() == 2);
      assertThat(none.received("DiscoveryProgress")).isEmpty();
    }
  }

  private static String progress(String type, Instant at) {
    return """
    {"DiscovererId": "edge1_module_d", "Request": {"Id": "r1"}, "EventType": "%s",
     "TimeStamp": "%s", "Discovered": 55, "RequestDetails": null, "Result": null,
     "ResultDetails": {"test": "test"}}
    """
        .formatted(type, at);
  }

  @Test
  void valuesOfAnEndpointAreServerSentEventsWithIds() throws Exception {
    try (EventLines lines = new EventLines(server.replica, "/events/v2/telemetry/sse/samples")) {
      assertThat(lines.response().statusCode()).isEqualTo(200);
      assertThat(lines.response().headers().firstValue("Content-Type"))
          .hasValue("text/event-stream; charset=utf-8");

      publish(server.replica, List.of(value("sse", 21.5), value("sse", 22.5)));

      await().until(() -> lines.data().size() == 2);
      assertThat(lines.lines()).startsWith("retry: 3000").contains("event: PublisherMessage");
      assertThat(lines.data().get(0)).isEqualTo(sample("sse"));
      assertThat(lines.lines().stream().filter(line -> line.startsWith("id: ")).distinct())
          .hasSize(2);
    }
  }

  @Test
  void theTokenOfAConnectionIsAnotherSecretThanItsIdFromVersion1On() throws Exception {
    JsonNode zero = HubClient.negotiate(server.replica, PUBLISHERS, 0);
    JsonNode one = HubClient.negotiate(server.replica, PUBLISHERS, 1);
    JsonNode newer = HubClient.negotiate(server.replica, PUBLISHERS, 7);

    assertThat(zero.path("negotiateVersion").asInt()).isZero();
    assertThat(zero.has("connectionToken")).isFalse();
    assertThat(one.path("negotiateVersion").asInt()).isEqualTo(1);
    assertThat(one.path("connectionToken").asText())
        .hasSizeGreaterThan(20)
        .isNotEqualTo(one.path("connectionId").asText());
    assertThat(newer.path("negotiateVersion").asInt()).isEqualTo(1);
    assertThat(one.path("availableTransports").toString())
        .isEqualTo("[{\"transport\":\"WebSockets\",\"transferFormats\":[\"Text\"]}]");
    try (HubClient old =
        HubClient.open(
            server.replica,
            PUBLISHERS + "?id=" + zero.path("connectionId").asText(),
            Permission.READ)) {
      old.send(HubClient.HANDSHAKE);
      await().until(() -> old.records().size() == 1);
      put(server.replica, "/events/v2/telemetry/v0/samples", zero.path("connectionId").asText());
      publish(server.replica, List.of(value("v0", 21.5)));
      assertThat(old.awaitMessages("PublisherMessage", 1)).containsExactly(sample("v0"));
    }
  }

  @Test
  void aClientThatDoesNotNegotiateGetsWhatAllGet() throws Exception {
    String path = "/events/v2/gateways/events";
    try (HubClient client = HubClient.open(server.replica, path, Permission.READ)) {
      client.send(HubClient.HANDSHAKE);
      await().until(() -> client.records().size() == 1);

      change(
          server.replica, "Gateway", "{\"source\":\"Gateway\",\"eventType\":\"New\",\"id\":\"g\"}");

      assertThat(client.awaitMessages("GatewayEvent", 1)).hasSize(1);
    }
  }
}
