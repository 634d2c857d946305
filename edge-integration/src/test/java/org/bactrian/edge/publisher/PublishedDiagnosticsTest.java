package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Log of what a server counts of a connection. */
class PublishedDiagnosticsTest {

  private static final String OF_SESSION = ": diagnostics of this session: ";

  @TempDir private Path folder;
  private final List<String> said = new CopyOnWriteArrayList<>();

  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          said.add(event.getFormattedMessage());
        }
      };

  private List<String> diagnosticsOf(String server) {
    return said.stream().filter(text -> text.startsWith(server + OF_SESSION)).toList();
  }

  @Test
  @Exercises(attributes = "DumpConnectionDiagnostics")
  void whatAServerCountsOfAConnectionIsLoggedWhereTheFileAsksForIt() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger("org.bactrian.edge.publisher.stream");
    appender.start();
    log.addAppender(appender);
    try (Simulator asked = Simulator.start(SimulatorSettings.in(folder.resolve("a")).withPort(0));
        Simulator other = Simulator.start(SimulatorSettings.in(folder.resolve("b")).withPort(0))) {
      PublishedFile file = new PublishedFile(folder);
      try {
        file.publish(
            PublishingDefaults.compatible("edge"),
            """
            [{'EndpointUrl': '%s', 'BatchSize': 1, 'OpcNodes': [{'Id': 'i=2258'}]},
             {'EndpointUrl': '%s', 'BatchSize': 1, 'DumpConnectionDiagnostics': true,
              'OpcNodes': [{'Id': 'i=2258'}]}]
            """
                .formatted(other.endpointUrl(), asked.endpointUrl()));

        await().until(() -> !diagnosticsOf(asked.endpointUrl()).isEmpty());

        JsonNode counts =
            new ObjectMapper()
                .readTree(
                    diagnosticsOf(asked.endpointUrl())
                        .get(0)
                        .substring((asked.endpointUrl() + OF_SESSION).length()));
        assertThat(counts.at("/Session/TotalRequestCount/TotalCount").asInt()).isPositive();
        assertThat(diagnosticsOf(other.endpointUrl())).isEmpty();
      } finally {
        file.close();
      }
    } finally {
      log.detachAppender(appender);
    }
  }
}
