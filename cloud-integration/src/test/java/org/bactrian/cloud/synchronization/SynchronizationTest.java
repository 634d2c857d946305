package org.bactrian.cloud.synchronization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.bactrian.cloud.CloudReplica;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.onboarding.Events;
import org.bactrian.cloud.registry.ApplicationTwins;
import org.bactrian.cloud.registry.Supervisors;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.SupervisorUpdate;
import org.bactrian.cloud.registry.contract.TraceLogLevel;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.operation.RequestDeadline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that the registry notices by itself, with and without IoT Hub's messages. */
class SynchronizationTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path folder;
  private static final List<JsonNode> EVENTS = new CopyOnWriteArrayList<>();
  private static TestCloud cloud;
  private static CloudReplica replica;
  private static CloudReplica other;
  private static int edges;

  // Each test has devices and a server of its own, since replicas go on to tell of those before.
  private String device;
  private String supervisor;
  private EdgeModule edge;
  private String endpoint;

  @BeforeAll
  static void open() throws Exception {
    cloud = TestCloud.in(folder);
    replica = replica();
    other = replica();
    replica
        .context()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("azure-servicebus:registry-events?serviceBusType=topic&subscriptionName=test")
                    .process(
                        exchange ->
                            EVENTS.add(
                                RegistryJson.read(
                                    exchange.getIn().getBody(String.class), JsonNode.class)));
              }
            });
    try (Database database = Database.open(DatabaseSettings.in(folder.resolve("replicas")))) {
      // The first sweep only notes what there is.
      await().atMost(PATIENCE).until(() -> sweeps(database) > 1);
    }
  }

  private static CloudReplica replica() throws Exception {
    return new CloudReplica(
        cloud.azure(),
        folder.resolve("replicas"),
        Map.of(
            "bactrian.synchronization.period", "500",
            "bactrian.synchronization.grace", "1000"),
        "errors",
        "onboarding",
        "synchronization");
  }

  private static long sweeps(Database database) {
    return database.<Long>read(
        handle ->
            handle
                .createQuery("select max(sweep) from synchronization_sweep")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
  }

  @AfterAll
  static void close() {
    replica.close();
    other.close();
    cloud.close();
  }

  @BeforeEach
  void start() throws Exception {
    cloud.clear();
    for (CloudReplica one : List.of(replica, other)) {
      one.context().getRouteController().startRoute("twin-events");
    }
    edges++;
    device = "edge" + edges;
    supervisor = device + "_module_bactrian";
    edge = edge(device);
    Events.scan(cloud, device, edges);
    endpoint =
        cloud.endpoints.getListOfEndpoints(true, null, null).items().get(0).registration().id();
    cloud.endpoints.activateEndpoint(endpoint, RequestDeadline.usual());
    await().atMost(PATIENCE).until(() -> told("Supervisor", supervisor, "New") == 1);
  }

  private static EdgeModule edge(String name) {
    return cloud
        .edge(name, "bactrian")
        .reports(
            Map.of(
                "__type__",
                "OpcPublisher",
                "__siteid__",
                "plant1",
                "__capabilities__",
                Map.of("publisher", true, "supervisor", true, "discoverer", true)));
  }

  private List<JsonNode> of(String source, String id) {
    return EVENTS.stream()
        .filter(event -> event.path("source").asText().equals(source))
        .filter(event -> event.path("id").asText().equals(id))
        .toList();
  }

  private List<JsonNode> ownEvents() {
    List<String> own = List.of(device, supervisor, endpoint);
    return EVENTS.stream().filter(event -> own.contains(event.path("id").asText())).toList();
  }

  private long told(String source, String id, String type) {
    return of(source, id).stream()
        .filter(event -> event.path("eventType").asText().equals(type))
        .count();
  }

  private JsonNode last(String source, String id) {
    List<JsonNode> all = of(source, id);
    return all.isEmpty() ? JsonNodeFactory.instance.objectNode() : all.get(all.size() - 1);
  }

  private void loseMessages() throws Exception {
    for (CloudReplica one : List.of(replica, other)) {
      one.context().getRouteController().stopRoute("twin-events");
    }
  }

  private void awaitConnected() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                last("Gateway", device).path("entity").path("connected").asBoolean()
                    && Stream.of("Supervisor", "Discoverer", "Publisher")
                        .allMatch(
                            source -> last(source, supervisor).at("/entity/connected").asBoolean())
                    && last("Endpoint", endpoint)
                        .path("entity")
                        .path("activationState")
                        .asText()
                        .equals("ActivatedAndConnected"));
  }

  private void awaitDisconnected() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String source : List.of("Supervisor", "Discoverer", "Publisher")) {
                assertThat(last(source, supervisor).path("eventType").asText())
                    .isEqualTo("Updated");
                assertThat(last(source, supervisor).path("entity").has("connected")).isFalse();
              }
              assertThat(last("Gateway", device).path("entity").has("connected")).isFalse();
              assertThat(last("Endpoint", endpoint).at("/entity/endpointState").asText())
                  .isEqualTo("Disconnected");
            });
  }

  @Test
  void anEdgeThatGoesAwayIsToldOfOnceAndAsksNobody() throws Exception {
    awaitConnected();
    int before = ownEvents().size();

    edge.close();

    awaitDisconnected();
    assertThat(ownEvents().subList(before, ownEvents().size()))
        .extracting(event -> event.path("source").asText())
        .containsExactlyInAnyOrder("Supervisor", "Discoverer", "Publisher", "Gateway", "Endpoint");
    assertThat(cloud.endpoints.getEndpoint(endpoint, false).activationState())
        .isEqualTo(EndpointActivationState.Activated);
  }

  @Test
  void whatIotHubsMessagesDoNotTellIsFoundBySweeping() throws Exception {
    awaitConnected();
    loseMessages();

    edge.close();
    awaitDisconnected();
    edge = edge(device);
    edge.reports(Map.of("__endpoints__", Map.of(endpoint, "Ready")));

    awaitConnected();
    await()
        .atMost(PATIENCE)
        .until(
            () -> last("Endpoint", endpoint).at("/entity/endpointState").asText().equals("Ready"));
  }

  @Test
  void anEndpointOfAModuleThatStaysAwayGoesToAnotherOfTheSite() throws Exception {
    awaitConnected();
    String neighbor = device + "b";
    edge(neighbor);

    edge.close();

    await()
        .atMost(PATIENCE)
        .until(
            () -> cloud.endpoints.getEndpoint(endpoint, false).registration().supervisorId(),
            (neighbor + "_module_bactrian")::equals);
    await().atMost(PATIENCE).until(() -> told("Endpoint", endpoint, "Activated") == 1);
    awaitConnectedEndpoint();
    assertThat(desired(neighbor).path(endpoint).asText()).isNotEmpty();
    assertThat(desired(device).has(endpoint)).isFalse();
  }

  private void awaitConnectedEndpoint() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                cloud.endpoints.getEndpoint(endpoint, false).activationState()
                    == EndpointActivationState.ActivatedAndConnected);
  }

  private static JsonNode desired(String name) {
    return cloud.hub.get(new ModuleId(name, "bactrian")).desired();
  }

  @Test
  void aModuleThatLostAnActivationGetsItAgain() {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("properties").putObject("desired").putNull(endpoint).putNull("__endpoints__");

    cloud.hub.update(new ModuleId(device, "bactrian"), twin -> patch);

    await().atMost(PATIENCE).until(() -> desired(device).path(endpoint).isTextual());
  }

  @Test
  void aDeviceThatWasRemovedIsToldOfWithWhatItWas() throws Exception {
    awaitConnected();
    loseMessages();

    cloud.hub.deleteDevice(device);

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                told("Supervisor", supervisor, "Deleted") == 1
                    && told("Gateway", device, "Deleted") == 1);
    assertThat(last("Supervisor", supervisor).at("/entity/siteId").asText()).isEqualTo("plant1");
  }

  @Test
  void aChangeByAnOperationIsToldOnce() throws Exception {
    awaitConnected();
    long before = told("Supervisor", supervisor, "Updated");

    replica
        .context()
        .getRegistry()
        .findSingleByType(Supervisors.class)
        .updateSupervisor(supervisor, new SupervisorUpdate(null, TraceLogLevel.Debug));

    await()
        .atMost(PATIENCE)
        .until(
            () -> last("Supervisor", supervisor).at("/entity/logLevel").asText().equals("Debug"));
    edge.close();
    awaitDisconnected();
    assertThat(told("Supervisor", supervisor, "Updated")).isEqualTo(before + 2);
  }

  @Test
  void endpointsThatWereLeftInUseGoOutOfUseWithTheirApplication() {
    EndpointInfo info = cloud.endpoints.getEndpoint(endpoint, true);
    Instant since = Instant.parse("2026-01-02T03:04:05Z");

    new ApplicationTwins(cloud.hub)
        .update(info.applicationId(), application -> application.withNotSeenSince(since));

    await()
        .atMost(PATIENCE)
        .until(() -> since.equals(cloud.endpoints.getEndpoint(endpoint, true).notSeenSince()));
  }
}
