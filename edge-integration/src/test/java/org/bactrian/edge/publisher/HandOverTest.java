package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.ReceivedCounters;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.stream.GroupStatus;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edit replaces what listens to a server, and the server holds values at that moment. */
class HandOverTest {

  private static final int COUNTERS = 20;

  /** So long that the server always holds many values of each item. */
  private static final Duration SELDOM = Duration.ofSeconds(1);

  private static final OutboxLimits FEW =
      new OutboxLimits(2, 32L << 20, 2, 100_000, Duration.ofMillis(20), Duration.ofMillis(100));

  @TempDir private static Path servers;
  private static Simulator plant;

  @TempDir private Path folder;

  private final ReceivedCounters received = new ReceivedCounters();
  private final EditableGroups groups = new EditableGroups();
  private final AtomicBoolean outage = new AtomicBoolean();
  private SessionPool sessions;
  private Outboxes outboxes;
  private CamelContext context;

  @BeforeAll
  static void startThePlant() throws IOException {
    plant =
        Simulator.start(
            SimulatorSettings.in(servers)
                .withPort(0)
                .withLoadNodes(COUNTERS)
                .withLoadRate(CounterGroups.RATE));
  }

  @AfterAll
  static void stopThePlant() throws IOException {
    plant.close();
  }

  @BeforeEach
  void start() throws Exception {
    sessions = new SessionPool(OpcUaClientSettings.of(folder.resolve("pki")));
    context = new DefaultCamelContext();
    outboxes = Outboxes.inMemory(folder);
    context.addComponent(
        "opcua-publisher", new PublisherComponent(sessions, groups, outboxes, FEW));
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("opcua-publisher:groups").process(exchange -> receive(exchange.getMessage()));
          }
        });
    context.start();
  }

  private void receive(Message message) throws Exception {
    if (outage.get()) {
      throw new IllegalStateException("the hub is away");
    }
    received.receive(message.getBody(byte[].class));
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    outboxes.close();
    sessions.close();
  }

  @Test
  void aGroupThatReplacesAnotherMissesNothingThatTheServerHeldForTheOther() {
    publish(seldom());
    awaitThatTheServerHoldsMuch();

    groups.become(CounterGroups.withId("with other settings", seldom()), clock());

    awaitMore();
    assertThat(received.missing()).isEmpty();
  }

  @Test
  void aWriterThatReplacesAnotherMissesNothingThatTheServerHeldForTheOther() {
    publish(seldom());
    awaitThatTheServerHoldsMuch();

    groups.become(CounterGroups.publishedEvery(Duration.ofMillis(100), seldom()), clock());

    awaitMore();
    assertThat(received.missing()).isEmpty();
    assertThat(received.sequenceNumbersOf("c1")).doesNotHaveDuplicates();
  }

  @Test
  void aGroupThatComesBackBeforeItHasEndedGivesNoSequenceNumberTwice() {
    WriterGroup group =
        CounterGroups.batchedFor(Duration.ofSeconds(1), CounterGroups.of(plant, COUNTERS));
    publish(group);

    groups.become(clock());
    groups.become(group, clock());

    awaitMore();
    assertThat(received.sequenceNumbersOf("c1")).doesNotHaveDuplicates();
  }

  @Test
  void aGroupThatIsReplacedInAnOutageBringsWhatItsServersHeldBack() {
    WriterGroup group = CounterGroups.of(plant, COUNTERS);
    publish(group);
    outage.set(true);
    long before = status().counters().refused();
    await().until(() -> status().outbox() >= 2 && status().counters().refused() > before + 5);

    groups.become(CounterGroups.withId("with other settings", group), clock());
    await().until(() -> component().status().size() == 3);
    outage.set(false);

    awaitMore();
    assertThat(received.missing()).isEmpty();
  }

  @Test
  void aGroupThatLeavesIsSeenUntilItsMessagesHaveLeft() {
    WriterGroup group = CounterGroups.of(plant, COUNTERS);
    publish(group);
    outage.set(true);
    await().until(() -> !status().refusal().isEmpty());

    groups.become();

    await().until(() -> status().leaving());
    assertThat(status().refusal()).contains("the hub is away");
    outage.set(false);
    await().until(() -> component().status().isEmpty());
    assertThat(received.missing()).isEmpty();
  }

  @Test
  void aHeldGroupReceivesNothingAndMissesNothingWhenItGoesOn() {
    WriterGroup group = CounterGroups.of(plant, COUNTERS);
    publish(group);

    groups.hold(group);
    awaitThatTheServerHoldsMuch();
    groups.hold();

    awaitMore();
    assertThat(received.missing()).isEmpty();
  }

  @Test
  void whatServersHaveKeptForAHeldGroupThatLeavesIsNotSent() {
    WriterGroup group = CounterGroups.of(plant, COUNTERS);
    publish(group);
    groups.hold(group);
    await().until(() -> last("clock") > last("c1") + 40);
    long kept = last("clock");

    groups.become(clock());

    await().until(() -> component().status().size() == 1);
    assertThat(last("c1")).as("what was received before").isLessThan(kept - 20);
  }

  private void publish(WriterGroup group) {
    groups.become(group, clock());
    await().until(() -> received.allHave(COUNTERS + 1, 10));
  }

  /** A counter that is reported at once tells how far the others are. */
  private WriterGroup clock() {
    PublishedField field = CounterGroups.field("clock", "nsu=urn:bactrian:load;i=1");
    return CounterGroups.withId("clock", CounterGroups.of(plant, List.of(field)));
  }

  private void awaitThatTheServerHoldsMuch() {
    await().until(() -> last("clock") > last("c1") + 10);
  }

  private long last(String counter) {
    List<Long> numbers = received.of(counter);
    return numbers.get(numbers.size() - 1);
  }

  private void awaitMore() {
    int before = received.of("c1").size();
    await().until(() -> received.allHave(COUNTERS + 1, before + 60));
    await().until(() -> component().status().size() == 2);
  }

  private WriterGroup seldom() {
    return CounterGroups.publishedEvery(SELDOM, CounterGroups.of(plant, COUNTERS));
  }

  private GroupStatus status() {
    return component().status().get(0);
  }

  private PublisherComponent component() {
    return context.getComponent("opcua-publisher", PublisherComponent.class);
  }
}
