package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptions of DataSets as they leave. */
class PublishedMetaDataTest {

  private static final String COUNTER = "{'Id': 'nsu=urn:bactrian:load;i=1', 'DisplayName': 'a'}";

  @TempDir private static Path servers;
  private static Simulator plant;

  @TempDir private Path folder;
  private PublishedFile file;

  @BeforeAll
  static void startThePlant() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(servers).withPort(0).withLoadNodes(1));
  }

  @AfterAll
  static void stopThePlant() throws Exception {
    plant.close();
  }

  @BeforeEach
  void start() throws Exception {
    file = new PublishedFile(folder);
  }

  @AfterEach
  void stop() throws Exception {
    file.close();
  }

  private void publish(String mode, String entry, String nodes) {
    file.publish(
        PublishingDefaults.compatible("edge")
            .withMetaData(new PublishingDefaults.MetaData(true, Duration.ZERO)),
        "[{'EndpointUrl': '%s', 'DataSetPublishingInterval': 20, 'DataSetSamplingInterval': 20,"
                .formatted(plant.endpointUrl())
            + " 'BatchSize': 1, 'MessagingMode': '%s', %s 'OpcNodes': [%s]}]"
                .formatted(mode, entry, nodes));
  }

  private List<PublishedFile.Sent> metaData() {
    return file.sent().stream()
        .filter(sent -> "ua-metadata".equals(sent.headers().get(TelemetryHeaders.MESSAGE_TYPE)))
        .toList();
  }

  private static JsonNode body(PublishedFile.Sent sent) {
    return sent.elements().findFirst().orElseThrow();
  }

  @Test
  @Exercises(
      attributes = {
        "MetaDataQueueName",
        "MetaDataRetention",
        "MetaDataTtlTimespan",
        "DataSetDescription",
        "OpcNodes.DataSetClassFieldId"
      })
  void aDataSetIsDescribedOnceAndAgainWhenItChanges() {
    String entry =
        "'DataSetDescription': 'counters', 'MetaDataQueueName': '{TelemetryTopic}/meta',"
            + " 'MetaDataRetention': true, 'MetaDataTtlTimespan': '00:01:00',"
            + " 'QueueName': 'all',";
    publish(
        "PubSub",
        entry,
        COUNTER.replace("}", ", 'DataSetClassFieldId': '09087e75-8e5e-499b-954f-f2a9603db28a'}"));
    await().until(() -> file.messages().size() >= 3);

    assertThat(metaData()).hasSize(1);
    assertThat(metaData().get(0).headers())
        .containsEntry(TelemetryHeaders.TOPIC, "all/meta")
        .containsEntry(TelemetryHeaders.RETAINED, "true")
        .containsEntry(TelemetryHeaders.TIME_TO_LIVE, 60_000L);
    JsonNode first = body(metaData().get(0)).get("MetaData");
    assertThat(first.at("/Description/Text").asText()).isEqualTo("counters");
    JsonNode field = first.at("/Fields/0");
    assertThat(field.get("Name").asText()).isEqualTo("a");
    assertThat(field.get("DataType").asText()).isEqualTo("UInt32");
    assertThat(field.get("DataSetFieldId").asText())
        .isEqualTo("09087e75-8e5e-499b-954f-f2a9603db28a");

    publish("PubSub", entry, COUNTER + ", {'Id': 'i=2258', 'DisplayName': 'b'}");

    await()
        .until(
            () ->
                body(metaData().get(metaData().size() - 1))
                    .at("/MetaData/Fields/1/DataType")
                    .isTextual());
    assertThat(body(metaData().get(metaData().size() - 1)).at("/MetaData/Fields/1/Name").asText())
        .isEqualTo("b");
  }

  @Test
  @Exercises(attributes = {"MetaDataUpdateTime", "MetaDataUpdateTimeTimespan"})
  void theDescriptionIsSentAgainAtItsInterval() {
    publish("PubSub", "'MetaDataUpdateTime': 50,", "{'Id': 'i=2261'}");

    await().until(() -> metaData().size() >= 3);

    assertThat(metaData())
        .extracting(sent -> body(sent).get("MetaData"))
        .containsOnly(body(metaData().get(0)).get("MetaData"));
    // Those who come later need it, unless it is out of date.
    assertThat(metaData().get(0).headers())
        .containsEntry(TelemetryHeaders.RETAINED, "true")
        .containsEntry(TelemetryHeaders.TIME_TO_LIVE, 50L);
  }

  @Test
  void samplesAreNotDescribed() {
    publish("FullSamples", "'MetaDataUpdateTimeTimespan': '00:00:00.01',", COUNTER);

    await().until(() -> file.elements().size() >= 5);

    assertThat(metaData()).isEmpty();
  }
}
