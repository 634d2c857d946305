package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.bactrian.edge.ReceivedCounters;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.stream.StreamCounters;
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
import org.slf4j.LoggerFactory;

/** An edge that stops while its receiver is cut off. */
class StoppingTest {

  private static final int COUNTERS = 20;
  private static final Pattern UNSENT =
      Pattern.compile(
          ".*stopped before (\\d+) values in (\\d+) NetworkMessages were acknowledged and"
              + " (\\d+) values were encoded\\..*");

  @TempDir static Path folder;
  private static Simulator plant;
  private static SessionPool sessions;
  private Outboxes outboxes;
  private final Logger log = (Logger) LoggerFactory.getLogger("org.bactrian.edge.publisher");
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final EditableGroups groups = new EditableGroups();
  private final ReceivedCounters received = new ReceivedCounters();
  private CamelContext context;

  @BeforeAll
  static void startPlant() throws Exception {
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withLoadNodes(COUNTERS)
                .withLoadRate(CounterGroups.RATE));
    sessions = new SessionPool(OpcUaClientSettings.of(folder.resolve("pki")));
  }

  @AfterAll
  static void stopPlant() throws Exception {
    sessions.close();
    plant.close();
  }

  @BeforeEach
  void start() {
    said.start();
    log.addAppender(said);
    context = new DefaultCamelContext();
    // The wait after the third refusal is an hour: only the stop may end it.
    outboxes = Outboxes.inMemory(folder);
    OutboxLimits patient =
        new OutboxLimits(4096, 32L << 20, 64, 100_000, Duration.ofMillis(20), Duration.ofHours(1));
    context.addComponent(
        "opcua-publisher", new PublisherComponent(sessions, groups, outboxes, patient));
  }

  @AfterEach
  void stop() throws Exception {
    log.detachAppender(said);
    context.close();
    outboxes.close();
  }

  @Test
  void whatAReceiverThatIsCutOffDidNotTakeIsCountedInTime() throws Exception {
    AtomicLong taken = new AtomicLong();
    AtomicBoolean cutOff = new AtomicBoolean();
    route(
        exchange -> {
          boolean reachable = !cutOff.get();
          if (reachable) {
            received.receive(exchange.getMessage().getBody(byte[].class));
            taken.set(received.count());
          }
          return reachable;
        });
    groups.become(group());
    await().until(() -> received.allHave(COUNTERS, 5));
    cutOff.set(true); // neither an answer nor a reset from now on
    StreamCounters counters = component().total();
    long before = counters.values();
    await().until(() -> counters.values() > before + 5L * COUNTERS);

    context.getShutdownStrategy().setTimeout(1);
    long begin = System.nanoTime();
    context.stop();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    assertThat(said.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.startsWith("Stopping: "));
    Matcher unsent = unsent();
    assertThat(Long.parseLong(unsent.group(1)) + Long.parseLong(unsent.group(3)))
        .isEqualTo(counters.values() - taken.get());
    assertThat(Integer.parseInt(unsent.group(2))).isPositive();
  }

  @Test
  void aReceiverThatIsBackInTimeGetsEverythingWhateverTheWaitWas() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    route(
        exchange -> {
          if (away.get()) {
            throw new IllegalStateException("the hub is away");
          }
          received.receive(exchange.getMessage().getBody(byte[].class));
          return true;
        });
    groups.become(group());
    StreamCounters counters = component().total();
    await().until(() -> counters.refused() > 6 && counters.values() > 20L * COUNTERS);

    away.set(false);
    context.stop();

    assertThat(received.missing()).isEmpty();
    assertThat(received.count()).isEqualTo(counters.values());
    assertThat(said.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> UNSENT.matcher(line).matches());
  }

  private Matcher unsent() {
    List<Matcher> lines =
        said.list.stream()
            .map(event -> UNSENT.matcher(event.getFormattedMessage()))
            .filter(Matcher::matches)
            .toList();
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  /** Receiver of messages: it returns true when it answers, false when it never does. */
  private interface Receiver {
    boolean take(Exchange exchange) throws Exception;
  }

  private void route(Receiver receiver) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("opcua-publisher:groups")
                .process(
                    new AsyncProcessorSupport() {
                      @Override
                      public boolean process(Exchange exchange, AsyncCallback callback) {
                        try {
                          if (!receiver.take(exchange)) {
                            return false; // without ever calling back
                          }
                        } catch (Exception e) {
                          exchange.setException(e);
                        }
                        callback.done(true);
                        return true;
                      }
                    });
          }
        });
    context.start();
  }

  private PublisherComponent component() {
    return context.getComponent("opcua-publisher", PublisherComponent.class);
  }

  private static WriterGroup group() {
    return CounterGroups.of(plant, COUNTERS);
  }
}
