package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.patience.Exercises;
import org.bactrian.patience.TcpRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values and times of batches as options of the command line ask for them. */
class PublishedBatchesTest extends PublishedLoad {

  private static final int BATCH = 10;

  private TcpRelay network;

  @BeforeEach
  void start() throws Exception {
    network = new TcpRelay(plant.port());
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
  }

  private void publish(int batch, List<String> servers, String... options) {
    file.publish(
        EdgeOptionsReader.read(List.of(options), Map.of()).options().publishingDefaults("edge"),
        servers.stream()
            .map(
                server ->
                    """
                    {'EndpointUrl': '%s', 'DataSetPublishingInterval': 20,
                     'DataSetSamplingInterval': 20, 'BatchSize': %d, 'BatchTriggerInterval': 0,
                     'OpcNodes': [{'Id': 'nsu=urn:bactrian:load;i=1'},
                                  {'Id': 'nsu=urn:bactrian:load;i=2'}]}
                    """
                        .formatted(server, batch))
            .collect(Collectors.joining(",", "[", "]")));
  }

  private List<JsonNode> samplesOf(String server) {
    return file.elements().stream()
        .filter(sample -> sample.get("EndpointUrl").asText().equals(server))
        .toList();
  }

  private static Instant time(JsonNode message, String pointer) {
    return Instant.parse(message.at(pointer).asText());
  }

  @Test
  @Exercises(options = "RemoveDuplicatesFromBatch")
  void aBatchOfSamplesHasEachNodeOnceWithItsLatestValue() {
    publish(BATCH, List.of(plant.endpointUrl()), "--rdb");

    await().until(() -> file.sent().size() >= 3);

    for (PublishedFile.Sent batch : file.sent()) {
      assertThat(batch.elements())
          .extracting(sample -> sample.get("NodeId").asText())
          .doesNotHaveDuplicates()
          .hasSize(2);
    }
    assertThat(file.elements())
        .filteredOn(sample -> sample.get("NodeId").asText().endsWith("i=1"))
        .extracting(sample -> sample.at("/Value/Value").asLong())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  @Exercises(options = "MessageTimestamp")
  void aMessageCanHaveTheTimeAtWhichTheServerSentIt() {
    String held = network.url();
    String free = plant.endpointUrl();
    publish(1, List.of(held, free), "--mm=FullSamples", "--mts=PublishTime");
    await().until(() -> !samplesOf(held).isEmpty() && !samplesOf(free).isEmpty());

    network.freeze();
    int sentOfFree = samplesOf(free).size();
    await().until(() -> samplesOf(free).size() > sentOfFree + 10);
    int sentOfHeld = samplesOf(held).size();
    Instant thawed = Instant.now();
    network.thaw();
    await().until(() -> samplesOf(held).size() > sentOfHeld);

    assertThat(time(samplesOf(held).get(sentOfHeld), "/Timestamp")).isBefore(thawed);
  }

  @Test
  @Exercises(options = "MessageTimestamp")
  void allMessagesOfABatchCanHaveTheTimeAtWhichItIsEncoded() {
    publish(
        BATCH, List.of(plant.endpointUrl()), "--mm=FullNetworkMessages", "--mts=EncodingTimeUtc");

    await().until(() -> file.messages().size() >= BATCH);

    JsonNode lastValue = file.messages().get(BATCH - 1).get("Payload").iterator().next();
    assertThat(time(file.messages().get(0), "/Timestamp"))
        .isAfterOrEqualTo(time(lastValue, "/SourceTimestamp"));
  }
}
