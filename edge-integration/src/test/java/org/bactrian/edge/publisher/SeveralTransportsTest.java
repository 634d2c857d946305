package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.kamelet.UndeliverableMessages;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.stream.StreamCounters;
import org.bactrian.model.telemetry.UndeliverableMessageException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that a transport can never take, alone and beside another transport. */
class SeveralTransportsTest {

  private static final OutboxLimits QUICK_RETRY =
      new OutboxLimits(4096, 32L << 20, 64, 100_000, Duration.ofMillis(20), Duration.ofMillis(100));

  @TempDir static Path plantFolder;
  @TempDir private Path folder;
  private static Simulator plant;
  private static SessionPool sessions;
  private Outboxes outboxes;
  private final EditableGroups groups = new EditableGroups();
  private final AtomicInteger refusals = new AtomicInteger();
  private CamelContext context;

  @BeforeAll
  static void startPlant() throws Exception {
    plant =
        Simulator.start(
            SimulatorSettings.in(plantFolder.resolve("plant"))
                .withPort(0)
                .withLoadNodes(30)
                .withLoadRate(CounterGroups.RATE));
    sessions = new SessionPool(OpcUaClientSettings.of(plantFolder.resolve("pki")));
  }

  @AfterAll
  static void stopPlant() throws Exception {
    sessions.close();
    plant.close();
  }

  @BeforeEach
  void start() {
    context = new DefaultCamelContext();
    context.getPropertiesComponent().setInitialProperties(new Properties());
    context.getShutdownStrategy().setTimeout(1); // a message waits for a broker that has gone
    outboxes = Outboxes.inMemory(folder);
    context.addComponent(
        "opcua-publisher", new PublisherComponent(sessions, groups, outboxes, QUICK_RETRY));
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    outboxes.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct:never,direct:files", "direct:files,direct:never"})
  void whatOneCanNeverTakeIsKeptUntilTheOtherHasItAndCountedThen(String transports)
      throws Exception {
    Path target = Files.createFile(folder.resolve("telemetry")); // a file where a folder belongs
    route(transports, target);
    groups.become(CounterGroups.of(plant, 3));

    await().until(() -> refusals.get() > 5);
    assertThat(counters().undeliverable()).isZero();
    assertThat(counters().acknowledged()).isZero();

    Files.delete(target);
    await().until(() -> counters().undeliverable() > 5);
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files).isNotEmpty();
    }
    assertThat(counters().acknowledged()).isZero();
    await().until(() -> component().status().get(0).refusal().isEmpty());
  }

  @Test
  void aMessageThatIsTooLargeForTheBrokerIsCountedOnceAndSmallerOnesGoOn() throws Exception {
    int port = freePort();
    EmbeddedActiveMQ broker = broker(port, 1200);
    try {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              errorHandler(noErrorHandler());
              from("opcua-publisher:groups")
                  .to("kamelet:mqtt5-telemetry-sink?topic=plant&brokerUrl=tcp://127.0.0.1:" + port);
            }
          });
      context.start();

      groups.become(CounterGroups.of(plant, tooLargeFields()));
      await().until(() -> counters().undeliverable() > 3);
      assertThat(counters().acknowledged()).isZero();
      assertThat(counters().refused()).isZero(); // none was sent a second time

      groups.become(CounterGroups.of(plant, 1));
      await().until(() -> counters().acknowledged() > 3);
    } finally {
      broker.stop();
    }
  }

  /** Fields of which one alone makes a message too large for the broker. */
  private static List<PublishedField> tooLargeFields() {
    return IntStream.rangeClosed(1, 30)
        .mapToObj(
            number ->
                CounterGroups.field(
                    "c" + number + "x".repeat(1200), "nsu=urn:bactrian:load;i=" + number))
        .toList();
  }

  private static EmbeddedActiveMQ broker(int port, int maxPacketBytes) throws Exception {
    EmbeddedActiveMQ broker =
        new EmbeddedActiveMQ()
            .setConfiguration(
                new ConfigurationImpl()
                    .setPersistenceEnabled(false)
                    .setSecurityEnabled(false)
                    .addAcceptorConfiguration(
                        "mqtt",
                        "tcp://127.0.0.1:"
                            + port
                            + "?protocols=MQTT;maximumPacketSize="
                            + maxPacketBytes));
    broker.start();
    return broker;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A transport that can never take a message, as the sinks say it, and a folder. */
  private void route(String transports, Path target) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:never")
                .doTry()
                .process(
                    exchange -> {
                      refusals.incrementAndGet();
                      throw new UndeliverableMessageException("too large");
                    })
                .doCatch(UndeliverableMessageException.class)
                .bean(UndeliverableMessages.class, "setAside");
            from("direct:files").to("kamelet:file-telemetry-sink?folder=" + target);
            from("opcua-publisher:groups").multicast().to(transports.split(",")).end();
          }
        });
    context.start();
  }

  private PublisherComponent component() {
    return context.getComponent("opcua-publisher", PublisherComponent.class);
  }

  private StreamCounters counters() {
    return component().total();
  }
}
