package org.bactrian.edge.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.service.ServiceHelper;
import org.bactrian.edge.publisher.PublisherComponent;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Routes in a Camel context that is no edge, as Camel's own tools run them with our jars. */
class StandaloneComponentsTest {

  @TempDir private static Path folder;
  private static Simulator plant;

  @BeforeAll
  static void start() throws Exception {
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withPlantRate(Duration.ofMillis(300)));
  }

  @AfterAll
  static void stop() throws Exception {
    plant.close();
  }

  @Test
  void thePublisherOfTheCatalogPublishesAsItsOptionsSay() throws Exception {
    Path nodes =
        Files.writeString(
            folder.resolve("nodes.json"),
            """
            [{"EndpointUrl": "%s", "OpcNodes": [{"Id": "i=2258"}]}]
            """
                .formatted(plant.endpointUrl()));
    Logger logger = (Logger) LoggerFactory.getLogger("telemetry");
    ListAppender<ILoggingEvent> telemetry = new ListAppender<>();
    telemetry.start();
    logger.addAppender(telemetry);
    logger.setLevel(Level.INFO);
    try (Kamelets camel = Kamelets.start()) {
      PublisherComponent publisher =
          (PublisherComponent) camel.context().getComponent("opcua-publisher", true, false);
      publisher.setOptions(
          "--pf=%s --pki=%s --aa -t=log --bi=100".formatted(nodes, folder.resolve("pki")));
      ServiceHelper.startService(publisher);

      camel.load("routes/edge/publisher.camel.yaml");

      await().until(() -> !List.copyOf(telemetry.list).isEmpty());
    } finally {
      logger.detachAppender(telemetry);
    }
    assertThat(telemetry.list.get(0).getFormattedMessage()).contains("i=2258");
  }

  @Test
  void discoveryOfTheCatalogFindsWhatItsPropertiesName() throws Exception {
    String port = Integer.toString(URI.create(plant.endpointUrl()).getPort());
    List<String> messages = new CopyOnWriteArrayList<>();
    try (Kamelets camel =
        Kamelets.start(
            Map.of(
                "bactrian.discovery.mode", "Scan",
                "bactrian.discovery.addresses", "127.0.0.1/32",
                "bactrian.discovery.ports", port))) {
      camel
          .context()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from("opcua-discovery:messages")
                      .process(
                          exchange -> messages.add(exchange.getMessage().getBody(String.class)));
                }
              });

      await()
          .until(
              () ->
                  messages.stream()
                      .anyMatch(text -> text.contains("opc.tcp://") && text.contains(":" + port)));
    }
  }
}
