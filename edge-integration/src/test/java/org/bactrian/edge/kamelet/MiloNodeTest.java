package org.bactrian.edge.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class MiloNodeTest {

  private static final String SET_POINT = "nsu=urn:bactrian:plant;s=Line1/Filler/SpeedSetpoint";

  private final List<Object> values = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;
  private Simulator plant;
  private Kamelets kamelets;

  @BeforeEach
  void start() throws Exception {
    plant =
        Simulator.start(
            SimulatorSettings.in(folder).withPort(0).withPlantRate(Duration.ofMillis(300)));
    kamelets = Kamelets.start(Map.of("plant.endpointUrl", plant.endpointUrl()));
  }

  @AfterEach
  void stop() throws Exception {
    kamelets.close();
    plant.close();
  }

  @Test
  void aNodeYieldsItsChangesInOrder() throws Exception {
    collect("nsu=urn:bactrian:plant;s=Line1/Filler/Pieces");

    await().until(() -> values.size() >= 3);
    List<Long> counts = values.stream().map(value -> ((Number) value).longValue()).toList();
    assertThat(counts).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    collectSetPoint();

    await().untilAsserted(() -> assertThat(write(42.5).getException()).isNull());

    await().until(() -> values.contains(42.5));
  }

  @Test
  void aWriteThatTheServerRefusesIsNotReportedAsTheDescriptionSays() throws Exception {
    collectSetPoint();
    await().untilAsserted(() -> assertThat(write(50.0).getException()).isNull());

    Exchange refused = write("not a number");

    assertThat(refused.getException()).isNull();
    await().until(() -> values.contains(50.0));
    assertThat(values).doesNotContain("not a number");
  }

  @Test
  void theSampleThatWatchesANodeLogsItsValue() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("samples.pieces");
    ListAppender<ILoggingEvent> entries = new ListAppender<>();
    entries.start();
    logger.addAppender(entries);
    logger.setLevel(Level.INFO);
    try {
      kamelets.load("routes/samples/milo-poll-node.camel.yaml");

      await().until(() -> entries.list.size() >= 2);
    } finally {
      logger.detachAppender(entries);
    }
    assertThat(List.copyOf(entries.list))
        .allSatisfy(entry -> assertThat(entry.getFormattedMessage()).matches("Pieces: \\d+"));
  }

  private Exchange write(Object value) {
    return kamelets.send(
        "kamelet:milo-node-sink?endpointUrl="
            + plant.endpointUrl()
            + "&node=RAW("
            + SET_POINT
            + ")",
        value,
        Map.of());
  }

  @Test
  void theSampleThatWritesANodeWritesIt() throws Exception {
    collectSetPoint();
    kamelets.load("routes/samples/milo-write-node.camel.yaml");

    Exchange written = kamelets.send("direct:speed", "55", Map.of());

    assertThat(written.getException()).isNull();
    await().until(() -> values.contains(55.0));
  }

  /** Collects from the first value on that camel-milo reports: it may lose those before. */
  private void collectSetPoint() throws Exception {
    collect(SET_POINT);
    AtomicInteger writes = new AtomicInteger();
    await()
        .until(
            () -> {
              write(10.0 + writes.incrementAndGet() % 5);
              return !values.isEmpty();
            });
  }

  private void collect(String node) throws Exception {
    kamelets
        .context()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("kamelet:milo-node-source?endpointUrl="
                        + plant.endpointUrl()
                        + "&node=RAW("
                        + node
                        + ")")
                    .process(
                        exchange ->
                            values.add(
                                exchange.getMessage().getBody(DataValue.class).value().value()));
              }
            });
  }
}
