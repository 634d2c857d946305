package org.bactrian.edge.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.bactrian.iothub.link.DeviceToCloudMessage;
import org.bactrian.iothub.link.MessageRejectedException;
import org.bactrian.iothub.module.IotHubModuleComponent;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TelemetrySinkTest {

  private static final byte[] BODY = "{\"Messages\":[]}".getBytes(StandardCharsets.UTF_8);
  private static final Map<String, Object> HEADERS =
      Map.of(
          TelemetryHeaders.WRITER_GROUP, "hall 3/line",
          TelemetryHeaders.MESSAGE_ID, "m-1",
          TelemetryHeaders.CONTENT_TYPE, "application/json",
          TelemetryHeaders.PROPERTIES, Map.of("$$MessageSchema", "jsonpubsub"));

  @TempDir private Path folder;

  @Test
  void iotHubGetsTheMessageWithItsPropertiesBeforeTheExchangeIsDone() throws Exception {
    List<DeviceMessage> received = new CopyOnWriteArrayList<>();
    try (LocalAzure azure =
            LocalAzure.start(LocalAzureSettings.in(folder.resolve("azure")).withFreePorts());
        Kamelets kamelets = Kamelets.start()) {
      azure.hub().onTelemetry(received::add);
      String connection = azure.hub().register(ClientId.module("edge", "opc"));
      IotHubModuleComponent component =
          kamelets.context().getComponent("iothub-module", IotHubModuleComponent.class);
      component.getConfiguration().setCaFile(azure.caFile().toString());

      Exchange sent =
          kamelets.send(
              "kamelet:iothub-telemetry-sink?connectionString=RAW(" + connection + ")",
              BODY,
              HEADERS);

      assertThat(sent.getException()).isNull();
      assertThat(received).hasSize(1);
      assertThat(received.get(0).body()).isEqualTo(BODY);
      assertThat(received.get(0).system()).containsEntry("message-id", "m-1");
      assertThat(received.get(0).application()).containsEntry("$$MessageSchema", "jsonpubsub");

      Exchange tooLarge =
          kamelets.send(
              "kamelet:iothub-telemetry-sink?connectionString=RAW(" + connection + ")",
              new byte[DeviceToCloudMessage.MAX_SIZE],
              HEADERS);

      assertThat(tooLarge.getException())
          .isInstanceOf(MessageRejectedException.class)
          .hasMessageContaining("IoT Hub takes 262144");
      assertThat(received).hasSize(1);
    }
  }

  @Test
  void filesGetALineAMessageInOneFileADay() throws Exception {
    try (Kamelets kamelets = Kamelets.start()) {
      String sink = "kamelet:file-telemetry-sink?folder=" + folder;
      kamelets.send(sink, BODY, HEADERS);
      kamelets.send(sink, "{\"n\":2}".getBytes(StandardCharsets.UTF_8), HEADERS);

      Path file = folder.resolve("hall_3_line-" + LocalDate.now(ZoneOffset.UTC) + ".jsonl");
      assertThat(file).hasContent("{\"Messages\":[]}\n{\"n\":2}\n");
    }
  }

  @Test
  void filesGoIntoTheFolderOfTheirGroupAndNeverOutOfThatOfTheSink() throws Exception {
    Map<String, Object> headers = new HashMap<>(HEADERS);
    try (Kamelets kamelets = Kamelets.start()) {
      String sink = "kamelet:file-telemetry-sink?folder=" + folder.resolve("inner");
      headers.put(TelemetryHeaders.FOLDER, "MES/Line 1");
      kamelets.send(sink, BODY, headers);
      headers.put(TelemetryHeaders.FOLDER, "../outer");
      Exchange refused = kamelets.send(sink, BODY, headers);

      String name = "hall_3_line-" + LocalDate.now(ZoneOffset.UTC) + ".jsonl";
      assertThat(folder.resolve("inner/MES/Line 1/" + name)).exists();
      assertThat(refused.getException()).hasMessageContaining("\"../outer\" is outside");
      assertThat(folder.resolve("outer")).doesNotExist();
    }
  }

  @Test
  void filesMayBeOneAMessageAndStayInTheirFolder() throws Exception {
    try (Kamelets kamelets = Kamelets.start()) {
      Exchange sent =
          kamelets.send(
              "kamelet:file-telemetry-sink?per=message&extension=json&folder="
                  + folder.resolve("inner"),
              BODY,
              Map.of(
                  TelemetryHeaders.WRITER_GROUP, "../../up",
                  TelemetryHeaders.MESSAGE_ID, "a/b"));

      assertThat(sent.getException()).isNull();
      try (Stream<Path> files = Files.list(folder.resolve("inner"))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .containsExactly("_.._.._up-a_b.json");
      }
      assertThat(folder.resolve("inner/_.._.._up-a_b.json")).hasBinaryContent(BODY);
    }
  }

  @Test
  void theLogGetsTheBodyAsText() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("kamelet.test");
    ListAppender<ILoggingEvent> entries = new ListAppender<>();
    entries.start();
    logger.addAppender(entries);
    try (Kamelets kamelets = Kamelets.start()) {
      kamelets.send(
          "kamelet:log-telemetry-sink?loggerName=kamelet.test&loggingLevel=WARN", BODY, HEADERS);
    } finally {
      logger.detachAppender(entries);
    }

    assertThat(entries.list)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.getFormattedMessage()).isEqualTo("{\"Messages\":[]}");
              assertThat(entry.getLevel()).hasToString("WARN");
            });
  }

  @Test
  void theLogGetsMessagesOfAnySizeWhole() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("kamelet.large");
    ListAppender<ILoggingEvent> entries = new ListAppender<>();
    entries.start();
    logger.addAppender(entries);
    Exchange sent;
    String large = "{\"Messages\":[\"" + "ä".repeat(300_000) + "\"]}";
    try (Kamelets kamelets = Kamelets.start()) {
      sent =
          kamelets.send(
              "kamelet:log-telemetry-sink?loggerName=kamelet.large&loggingLevel=WARN",
              large.getBytes(StandardCharsets.UTF_8),
              HEADERS);
    } finally {
      logger.detachAppender(entries);
    }

    assertThat(sent.getException()).isNull();
    assertThat(entries.list)
        .singleElement()
        .satisfies(entry -> assertThat(entry.getFormattedMessage()).isEqualTo(large));
  }

  @Test
  void nullTakesEveryMessageAndDropsIt() {
    try (Kamelets kamelets = Kamelets.start()) {
      assertThat(kamelets.send("kamelet:null-telemetry-sink", BODY, HEADERS).getException())
          .isNull();
    }
  }

  @Test
  void standardOutputGetsBareLines() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (Kamelets kamelets = Kamelets.start()) {
      kamelets.send("kamelet:log-telemetry-sink?output=stdout", BODY, HEADERS);
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8).lines()).contains("{\"Messages\":[]}");
  }
}
