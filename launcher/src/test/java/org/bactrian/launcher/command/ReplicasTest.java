package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.rest.ServiceRequestKind;
import org.bactrian.localazure.hub.rest.ServiceThrottle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two clouds as processes of their own, side by side on one hub and one database. */
class ReplicasTest {

  private static final int SERVERS = 15;

  private static final int MANY_SERVERS = 50;
  private static final int PROFILES = 5;
  private static final String BEGUN = "registering what became of";

  /**
   * Requests that IoT Hub takes in a second, so few that a cloud cannot be done when it is killed.
   */
  private static final double REQUESTS_PER_SECOND = 0.01;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path plant;
  @TempDir private Path data;

  @Test
  void aReplicaThatIsKilledWhileItRegistersServersLeavesNoneOutAndNoneTwice() throws Exception {
    registerWithOneKilled(SERVERS, List.of());
  }

  @Test
  @Tag("faults")
  void theSameHoldsOfFiftyServers() throws Exception {
    registerWithOneKilled(MANY_SERVERS, List.of());
  }

  @Test
  @Tag("faults")
  void theSameHoldsOnPostgresql() throws Exception {
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(60)).start()) {
      registerWithOneKilled(
          MANY_SERVERS,
          List.of(
              "--database=" + postgres.getJdbcUrl("postgres", "postgres"),
              "--database-user=postgres"));
    }
  }

  private void registerWithOneKilled(int servers, List<String> options) throws Exception {
    Path nothing = Files.writeString(data.resolve("nothing.json"), "[]");
    try (CommandRun simulators =
            CommandRun.start("simulator", "--data=" + plant, "--port=0", "--servers=" + servers);
        LocalAzure azure = LocalAzure.start(LocalAzureSettings.in(data).withFreePorts());
        CloudProcess first = CloudProcess.start(data, options);
        CloudProcess second = CloudProcess.start(data, options);
        CommandRun edge =
            CommandRun.start(
                "edge",
                "--pf=" + nothing,
                "--data=" + data,
                "--management-port=0",
                "--httpserverport=0")) {
      patiently().until(() -> !simulators.isRunning() || simulators.out().size() == servers);
      List<String> addresses = simulators.out();
      assertThat(addresses).as("running, else %s", simulators.err()).hasSize(servers);
      RegistryCaller operator = new RegistryCaller(first.rest(), data);
      second.rest();
      patiently()
          .untilAsserted(
              () ->
                  assertThat(operator.all("/discovery"))
                      .as("edge of the hub at port %d: %s", azure.hub().restPort(), edge.err())
                      .anyMatch(discoverer -> discoverer.path("connected").asBoolean()));

      // Applications are made in one request and endpoints in the next, which has to wait.
      ServiceThrottle throttle = azure.hub().throttle();
      throttle.limit(ServiceRequestKind.IDENTITY, REQUESTS_PER_SECOND, 1);
      operator.post("/applications/discover", discovery(addresses));

      List<CloudProcess> both = List.of(first, second);
      patiently()
          .untilAsserted(
              () ->
                  assertThat(both).as("edge: %s", edge.err()).anyMatch(cloud -> cloud.said(BEGUN)));
      CloudProcess killed = both.stream().filter(cloud -> cloud.said(BEGUN)).findFirst().get();
      CloudProcess survivor = both.get(both.indexOf(killed) == 0 ? 1 : 0);
      RegistryCaller caller = new RegistryCaller(survivor.rest(), data);
      patiently().until(() -> !caller.all("/applications").isEmpty());
      killed.kill();
      assertThat(caller.all("/endpoints")).as("killed in time").hasSizeLessThan(servers * PROFILES);
      throttle.unlimit();

      patiently()
          .untilAsserted(
              () ->
                  assertThat(survivor)
                      .matches(cloud -> cloud.said(servers + " applications seen")));
      assertThatEachIsThereOnce(caller, servers);
      assertThatTheHubHoldsTheSame(caller);
    }
  }

  private static void assertThatEachIsThereOnce(RegistryCaller caller, int servers)
      throws Exception {
    List<JsonNode> applications = caller.all("/applications");
    assertThat(applications)
        .extracting(application -> application.path("applicationUri").asText())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, servers)
                .mapToObj(number -> "urn:bactrian:simulator:" + number)
                .toList());
    assertThat(applications).allMatch(application -> !application.has("notSeenSince"));
    List<JsonNode> endpoints = caller.all("/endpoints");
    assertThat(endpoints).allMatch(endpoint -> !endpoint.has("notSeenSince"));
    assertThat(endpoints)
        .extracting(endpoint -> endpoint.at("/registration/id").asText())
        .doesNotHaveDuplicates();
    assertThat(
            endpoints.stream()
                .collect(
                    Collectors.groupingBy(
                        endpoint -> endpoint.path("applicationId").asText(),
                        Collectors.counting())))
        .containsOnlyKeys(ids(applications, "/applicationId"))
        .allSatisfy((application, count) -> assertThat(count).isEqualTo(PROFILES));
  }

  private void assertThatTheHubHoldsTheSame(RegistryCaller caller) throws Exception {
    List<String> registered = new ArrayList<>(ids(caller.all("/applications"), "/applicationId"));
    registered.addAll(ids(caller.all("/endpoints"), "/registration/id"));
    List<String> identities = new ArrayList<>();
    for (String line : CommandRun.of("hub", "devices", "--data=" + data).out()) {
      JsonNode identity = new ObjectMapper().readTree(line);
      if (identity.path("deviceId").asText().startsWith("ua")) {
        identities.add(identity.path("deviceId").asText());
      }
    }
    assertThat(identities).containsExactlyInAnyOrderElementsOf(registered);
  }

  private static Collection<String> ids(List<JsonNode> items, String pointer) {
    return items.stream().map(item -> item.at(pointer).asText()).toList();
  }

  private static String discovery(List<String> servers) {
    String ports =
        servers.stream()
            .map(address -> address.substring(address.lastIndexOf(':') + 1))
            .collect(Collectors.joining(";"));
    return """
    {"id": "factory", "discovery": "Scan",
     "configuration": {"addressRangesToScan": "127.0.0.1/32", "portRangesToScan": "%s"}}
    """
        .formatted(ports);
  }

  private static ConditionFactory patiently() {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100));
  }
}
