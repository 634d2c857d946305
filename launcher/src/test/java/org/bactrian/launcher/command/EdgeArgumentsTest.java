package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.options.EdgeOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class EdgeArgumentsTest {

  @TempDir private Path data;
  private final Logger log = (Logger) LoggerFactory.getLogger(EdgeArguments.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();

  @BeforeEach
  void listen() throws IOException {
    said.start();
    log.addAppender(said);
    Files.writeString(
        data.resolve("local-azure.json"),
        """
        {"iotHubServiceConnectionString": "HostName=hub.localhost", "caFile": "ca.pem",
         "iotHubEndpoint": "https://localhost:1", "mqttEndpoint": "localhost:2",
         "serviceBusConnectionString": "Endpoint=sb://localhost:3",
         "eventHubConnectionString": "Endpoint=sb://localhost:3;EntityPath=e",
         "keyVaultUrl": "https://localhost:4", "keyVaultTenantId": "t",
         "keyVaultClientId": "c", "keyVaultClientSecret": "s",
         "edgeConnectionString": "HostName=hub.localhost;DeviceId=edge;SharedAccessKey=a2V5"}
        """);
  }

  @AfterEach
  void listenNoMore() {
    log.detachAppender(said);
  }

  @Test
  void theLocalAzureIsNamedWhereTelemetryGoesThere() {
    read();

    assertThat(said.list)
        .anyMatch(event -> event.getFormattedMessage().contains("localhost:2 is the IoT Hub"));
  }

  @Test
  void theLocalAzureIsNotNamedWhereTelemetryGoesElsewhere() {
    read("-t=log");

    assertThat(said.list).noneMatch(event -> event.getFormattedMessage().contains("IoT Hub"));
  }

  @Test
  void aFileThatTheUserNamesWinsOverThatOfTheFolder() throws IOException {
    Files.writeString(data.resolve("published_nodes.json"), "[]");

    assertThat(read().publishedNodes().file()).isEqualTo(data.resolve("published_nodes.json"));
    assertThat(read("--pf=mine.json").publishedNodes().file()).isEqualTo(Path.of("mine.json"));
  }

  @Test
  void withoutPlantAndFolderTheFileIsThatOfOpcPublisher() {
    assertThat(read().publishedNodes().file()).isEqualTo(Path.of("publishednodes.json"));
  }

  private EdgeOptions read(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--data=" + data));
    arguments.addAll(List.of(more));
    return EdgeArguments.read(arguments, Map.of());
  }
}
