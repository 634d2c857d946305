package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.ReceivedCounters;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.stream.StreamCounters;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherRouteTest {

  private static final int COUNTERS = 20;
  private static final Duration RATE = CounterGroups.RATE;
  private static final OutboxLimits QUICK_RETRY =
      new OutboxLimits(4096, 32L << 20, 64, 100_000, Duration.ofMillis(20), Duration.ofMillis(100));

  @TempDir private static Path servers;
  private static Simulator plant;

  @TempDir private Path folder;

  private final ReceivedCounters received = new ReceivedCounters();
  private final EditableGroups groups = new EditableGroups();
  private SessionPool sessions;
  private Outboxes outboxes;
  private CamelContext context;

  @BeforeAll
  static void startThePlant() throws IOException {
    plant = Simulator.start(settings(servers));
  }

  @AfterAll
  static void stopThePlant() throws IOException {
    plant.close();
  }

  private static SimulatorSettings settings(Path folder) {
    return SimulatorSettings.in(folder).withPort(0).withLoadNodes(COUNTERS).withLoadRate(RATE);
  }

  @BeforeEach
  void start() throws Exception {
    sessions =
        new SessionPool(
            OpcUaClientSettings.of(folder.resolve("pki"))
                .withReconnectDelayMin(Duration.ofMillis(50))
                .withReconnectDelayMax(Duration.ofMillis(200)));
    context = new DefaultCamelContext();
    outboxes = Outboxes.inMemory(folder);
    context.addComponent(
        "opcua-publisher", new PublisherComponent(sessions, groups, outboxes, QUICK_RETRY));
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    outboxes.close();
    sessions.close();
  }

  @Test
  void everyValueOfEveryCounterArrivesOnce() throws Exception {
    route(body -> received.receive(body));
    groups.become(group(COUNTERS));

    await().until(() -> received.allHave(COUNTERS, 60));
    assertThat(received.faults()).isEmpty();
  }

  @Test
  void aStepThatFailsNowAndThenDelaysMessagesAndLosesNone() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    route(
        body -> {
          if (calls.incrementAndGet() % 3 == 0) {
            throw new IllegalStateException("every third call fails");
          }
          received.receive(body);
        });
    groups.become(group(COUNTERS));

    await().until(() -> received.allHave(COUNTERS, 60));
    groups.become();
    await().until(() -> component().status().isEmpty());
    assertThat(received.faults()).isEmpty();
  }

  @Test
  void aRouteThatIsReplacedLosesNothing() throws Exception {
    route(body -> received.receive(body));
    groups.become(group(COUNTERS));
    await().until(() -> received.allHave(COUNTERS, 5));

    context.getRouteController().stopRoute("test");
    context.removeRoute("test");
    int before = received.of("c1").size();
    route(body -> received.receive(body));

    await().until(() -> received.allHave(COUNTERS, before + 40));
    assertThat(received.faults()).isEmpty();
  }

  @Test
  void anEditThatAddsNodesLeavesNoGapInTheOthers() throws Exception {
    route(body -> received.receive(body));
    groups.become(group(5));
    await().until(() -> received.allHave(5, 10));

    groups.become(group(COUNTERS));

    await().until(() -> received.allHave(COUNTERS, 40));
    assertThat(received.faults()).isEmpty();
  }

  @Test
  void aServerThatRestartsIsPublishedAgainWithoutTheUserDoingAnything() throws Exception {
    SimulatorSettings settings = settings(folder.resolve("plant"));
    Simulator before = Simulator.start(settings);
    int port = before.port();
    route(body -> received.receive(body));
    groups.become(CounterGroups.of(before, COUNTERS));
    await().until(() -> received.allHave(COUNTERS, 10));

    before.close();
    await().until(() -> health().getState() == HealthCheck.State.DOWN);
    assertThat(health().getMessage().orElse("")).contains("opc.tcp://localhost:" + port);
    received.clear();
    SimulatorSettings same = settings.withPort(port).withFirstCount(1_000_000);
    try (Simulator after = Simulator.start(same)) {
      await().until(() -> received.allHave(COUNTERS, 20));
      assertThat(received.faults()).isEmpty();
      assertThat(received.of("c1").get(0)).isGreaterThanOrEqualTo(1_000_000);
      await().until(() -> health().getMessage().isEmpty());
      assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
      assertThat(after.sessions()).isPositive();
    }
  }

  @Test
  void aServerThatCannotBeReachedIsNamedInHealthWhileTheEdgeStaysReady() throws Exception {
    route(body -> received.receive(body));

    groups.become(
        group(COUNTERS),
        CounterGroups.withId("away", CounterGroups.at("opc.tcp://127.0.0.1:1", 1)));

    await().until(() -> received.allHave(COUNTERS, 5));
    await().until(() -> health().getMessage().orElse("").contains("opc.tcp://127.0.0.1:1"));
    assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
  }

  @Test
  void anItemThatIsSampledAtThePublishingIntervalIsPublished() throws Exception {
    route(body -> received.receive(body));
    String id = "nsu=urn:bactrian:load;i=1";
    MonitoredItem item =
        MonitoredItem.value(id, ExpandedNodeId.parse(id), MonitoredItem.PUBLISHING_INTERVAL);

    groups.become(
        CounterGroups.of(
            plant, List.of(new PublishedField("c1", id, item, false, false, Heartbeat.NONE))));

    await().until(() -> received.of("c1").size() > 3);
    assertThat(component().status().get(0).badNodes()).isEmpty();
  }

  @Test
  void aStructureThatTheServerDefinesIsPublishedAsJson() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    route(body -> bodies.add(new String(body, StandardCharsets.UTF_8)));

    PublishedField job = CounterGroups.field("job", "nsu=urn:bactrian:plant;s=Line1/Filler/Job");
    groups.become(CounterGroups.of(plant, List.of(job)));

    await().until(() -> !bodies.isEmpty());
    assertThat(bodies.get(0)).contains("\"OrderId\":").contains("\"Quantity\":");
  }

  @Test
  void whatWasReceivedLeavesBeforeTheContextHasStopped() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    route(
        body -> {
          received.receive(body);
          sent.incrementAndGet();
        });
    groups.become(CounterGroups.batchedForAnHour(group(COUNTERS)));
    await().until(() -> !component().status().isEmpty());
    StreamCounters counters = component().status().get(0).counters();
    await().until(() -> counters.values() > 50 * COUNTERS);
    assertThat(sent).hasValue(0);

    context.stop();

    assertThat(received.count()).isEqualTo(counters.values());
    assertThat(received.faults()).isEmpty();
  }

  @Test
  void aGroupWhoseSettingsAreEditedDuringAnOutageLosesNothing() throws Exception {
    AtomicBoolean outage = new AtomicBoolean(true);
    route(
        body -> {
          if (outage.get()) {
            throw new IllegalStateException("the hub is away");
          }
          received.receive(body);
        });
    groups.become(group(COUNTERS));
    await().until(() -> !component().status().isEmpty());
    StreamCounters counters = component().status().get(0).counters();
    await().until(() -> counters.values() > 20 * COUNTERS);

    groups.become(CounterGroups.withId("load with other settings", group(COUNTERS)));
    await().until(() -> component().status().get(0).counters().values() > 20 * COUNTERS);
    outage.set(false);

    await().until(() -> component().publisher().pending() < 2 && received.allHave(COUNTERS, 60));
    assertThat(received.missing()).isEmpty();
    assertThat(component().total().values()).isGreaterThan(40L * COUNTERS);
  }

  @Test
  void messagesThatBecameTooOldAreToldByAGapMessageAsSoonAsOthersArrive() throws Exception {
    AtomicBoolean outage = new AtomicBoolean(true);
    List<String> gaps = new CopyOnWriteArrayList<>();
    route(
        body -> {
          if (outage.get()) {
            throw new IllegalStateException("the hub is away");
          }
          String text = new String(body, StandardCharsets.UTF_8);
          if (text.contains("\"MessageType\":\"gap\"")) {
            gaps.add(text);
          }
        });
    outboxes.limitAge(Duration.ofMillis(300));
    groups.become(group(1));
    await().until(() -> !component().status().isEmpty());
    StreamCounters counters = component().status().get(0).counters();
    await().until(() -> counters.undeliverable() > 0);
    assertThat(gaps).isEmpty();

    outage.set(false);

    await().until(() -> !gaps.isEmpty());
    assertThat(gaps.get(0)).contains("\"Cause\":\"Expired\"", "--outbox-age");
  }

  @Test
  void diagnosticsTellRatesAndWhatIsWrongInALine() throws Exception {
    route(body -> received.receive(body));
    groups.become(group(COUNTERS + 1));
    PublisherDiagnostics diagnostics =
        new PublisherDiagnostics(component()::status, component().total());

    await().until(() -> received.allHave(COUNTERS, 20));
    await().until(() -> !component().status().get(0).badNodes().isEmpty());
    assertThat(component().status().get(0).badNodes().values())
        .containsExactly("Bad_NodeIdUnknown");

    assertThat(diagnostics.line())
        .startsWith("1 writer groups, 1 of 1 servers connected, ")
        .contains(" 1 nodes not monitored, 0 gaps")
        .doesNotContain(" 0.0 values/s");
  }

  @Test
  void aNodeThatDoesNotExistIsNamedInHealthWhileTheOthersArePublished() throws Exception {
    route(body -> received.receive(body));

    groups.become(group(COUNTERS + 1));

    await().until(() -> received.allHave(COUNTERS, 5));
    await().until(() -> health().getMessage().orElse("").contains("i=" + (COUNTERS + 1)));
    assertThat(health().getMessage().orElse("")).contains("Bad_NodeIdUnknown");
    assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
  }

  private interface Step {
    void accept(byte[] body) throws Exception;
  }

  private void route(Step step) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("opcua-publisher:groups")
                .routeId("test")
                .process(exchange -> step.accept(exchange.getMessage().getBody(byte[].class)));
          }
        });
    context.start();
  }

  private PublisherComponent component() {
    return context.getComponent("opcua-publisher", PublisherComponent.class);
  }

  private HealthCheck.Result health() {
    return HealthCheckHelper.invokeReadiness(context).stream()
        .filter(result -> result.getCheck().getId().equals("publisher"))
        .findFirst()
        .orElseThrow();
  }

  private WriterGroup group(int counters) {
    return CounterGroups.of(plant, counters);
  }
}
