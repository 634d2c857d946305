package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.HeartbeatBehavior;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.Test;

/** Heartbeats of a published nodes file as they leave. */
@Exercises(
    attributes = {
      "DefaultHeartbeatInterval",
      "DefaultHeartbeatIntervalTimespan",
      "DefaultHeartbeatBehavior",
      "OpcNodes.HeartbeatInterval",
      "OpcNodes.HeartbeatIntervalTimespan",
      "OpcNodes.HeartbeatBehavior"
    })
class PublishedHeartbeatsTest extends PublishedLoad {

  /** The name of the server's product, which does not change. */
  private static final String CONSTANT = "i=2261";

  private static final String COUNTER = "nsu=urn:bactrian:load;i=1";

  private void publish(Simulator server, String mode, String entry, String nodes) {
    file.publish(
        PublishingDefaults.compatible("edge"),
        "[{'EndpointUrl': '%s', 'DataSetPublishingInterval': 20, 'DataSetSamplingInterval': 20,"
                .formatted(server.endpointUrl())
            + " 'BatchSize': 1, 'MessagingMode': '%s', %s 'OpcNodes': [%s]}]"
                .formatted(mode, entry, nodes));
  }

  private List<JsonNode> samples(Predicate<JsonNode> wanted) {
    return file.elements().stream().filter(wanted).toList();
  }

  private static boolean isHeartbeat(JsonNode sample) {
    return sample.path("Heartbeat").asBoolean();
  }

  @Test
  void theLastValueOfANodeThatDoesNotChangeIsSentAgainAndMarked() {
    publish(
        plant,
        "FullSamples",
        "",
        "{'Id': '%s', 'HeartbeatIntervalTimespan': '00:00:00.05'}".formatted(CONSTANT));

    await().until(() -> samples(PublishedHeartbeatsTest::isHeartbeat).size() >= 3);

    List<JsonNode> all = file.elements();
    JsonNode value = all.get(0);
    assertThat(value.has("Heartbeat")).isFalse();
    for (JsonNode heartbeat : samples(PublishedHeartbeatsTest::isHeartbeat)) {
      assertThat(heartbeat.get("Value")).isEqualTo(value.get("Value"));
      assertThat(heartbeat.get("NodeId").asText()).isEqualTo(CONSTANT);
      assertThat(heartbeat.get("ApplicationUri").asText()).isNotEmpty();
    }
    assertThat(all).extracting(one -> one.path("Timestamp").asText()).doesNotHaveDuplicates();
    assertThat(all)
        .extracting(one -> one.path("SequenceNumber").asInt())
        .isEqualTo(IntStream.rangeClosed(1, all.size()).boxed().toList());
    int samples = samples(PublishedHeartbeatsTest::isHeartbeat).size();
    assertThat(file.component().total().heartbeats()).isGreaterThanOrEqualTo(samples);
  }

  @Test
  void aNodeThatDoesNotExistHasItsReasonInItsHeartbeats() {
    publish(
        plant,
        "FullSamples",
        "'DefaultHeartbeatInterval': 50,",
        "{'Id': 'i=932534'}, {'Id': '%s', 'HeartbeatInterval': 0}".formatted(CONSTANT));

    await().until(() -> samples(PublishedHeartbeatsTest::isHeartbeat).size() >= 2);

    JsonNode first = samples(PublishedHeartbeatsTest::isHeartbeat).get(0);
    assertThat(first.get("NodeId").asText()).isEqualTo("i=932534");
    assertThat(first.at("/Value/StatusCode/Symbol").asText()).isEqualTo("BadNodeIdUnknown");
    assertThat(samples(one -> one.path("NodeId").asText().equals(CONSTANT)))
        .noneMatch(PublishedHeartbeatsTest::isHeartbeat);
  }

  @Test
  void valuesThatHeartbeatsReplaceLeaveAtTheIntervalOnly() {
    publish(
        plant,
        "FullSamples",
        "'DefaultHeartbeatBehavior': 'PeriodicLKVDropValue',"
            + " 'DefaultHeartbeatIntervalTimespan': '00:00:00.2',",
        "{'Id': '%s'}".formatted(COUNTER));

    await().until(() -> file.elements().size() >= 3);

    assertThat(file.elements()).allMatch(PublishedHeartbeatsTest::isHeartbeat);
    assertThat(file.component().total().values()).isGreaterThan(file.elements().size());
  }

  @Test
  void heartbeatsThatAreOnlyCountedAreNotSent() {
    publish(
        plant,
        "FullSamples",
        "",
        "{'Id': '%s', 'HeartbeatBehavior': 'WatchdogLKVDiagnosticsOnly',".formatted(CONSTANT)
            + " 'HeartbeatIntervalTimespan': '00:00:00.02'}");

    await().until(() -> file.component().total().heartbeats() >= 3 && !file.elements().isEmpty());

    assertThat(file.elements()).hasSize(1);
  }

  @Test
  void heartbeatsGoOnWhileTheServerIsAwayAndSaySo() throws Exception {
    SimulatorSettings settings = settings(folder.resolve("plant"));
    Simulator server = Simulator.start(settings);
    publish(
        server,
        "PubSub",
        "",
        "{'Id': '%s', 'DisplayName': 'a', 'HeartbeatIntervalTimespan': '00:00:00.05'}"
            .formatted(CONSTANT));
    await().until(() -> !status("").isEmpty());

    server.close();
    await().until(() -> status("UncertainNoCommunicationLastUsableValue").size() >= 2);
    int before = file.messages().size();
    try (Simulator again = Simulator.start(settings.withPort(server.port()))) {
      await()
          .until(
              () ->
                  file.messages().stream()
                          .skip(before)
                          .filter(one -> one.at("/Payload/a/StatusCode").isMissingNode())
                          .count()
                      >= 2);
      assertThat(again.sessions()).isPositive();
    }
    assertThat(file.messages())
        .filteredOn(one -> one.path("MessageType").asText().equals("ua-deltaframe"))
        .isNotEmpty();
  }

  private List<JsonNode> status(String symbol) {
    return file.messages().stream()
        .filter(one -> one.at("/Payload/a/StatusCode/Symbol").asText().equals(symbol))
        .toList();
  }

  @Test
  void whereTheFileSaysNothingTheOptionsHold() {
    PublishingDefaults defaults = PublishingDefaults.compatible("edge");
    Heartbeat heartbeat = new Heartbeat(Duration.ofMillis(50), HeartbeatBehavior.PERIODIC_LKV);
    file.publish(
        defaults.withField(
            new PublishingDefaults.Field(
                Duration.ofMillis(20),
                1,
                Duration.ZERO,
                true,
                defaults.field().filter(),
                false,
                false,
                heartbeat)),
        "[{'EndpointUrl': '%s', 'BatchSize': 1, 'MessagingMode': 'FullSamples',"
                .formatted(plant.endpointUrl())
            + " 'OpcNodes': [{'Id': '%s'}]}]".formatted(CONSTANT));

    await().until(() -> samples(PublishedHeartbeatsTest::isHeartbeat).size() >= 2);
  }
}
