package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;

/** Topics of nodes that follow their browse paths. */
class PublishedRoutingTest extends PublishedLoad {

  private static final String NODES =
      "{'Id': 'nsu=urn:bactrian:load;i=1', 'DisplayName': 'a'},"
          + "{'Id': 'nsu=urn:bactrian:load;i=2', 'DisplayName': 'b'},"
          + "{'Id': 'i=2258', 'DisplayName': 'time'}";

  private void publish(PublishingDefaults defaults, String entry) {
    file.publish(
        defaults,
        "[{'EndpointUrl': '%s', 'DataSetPublishingInterval': 20, 'DataSetSamplingInterval': 20,"
                .formatted(plant.endpointUrl())
            + " 'DataSetWriterGroup': 'g', 'DataSetWriterId': 'w',"
            + " %s 'OpcNodes': [%s]}]".formatted(entry, NODES));
  }

  private Set<Object> topics() {
    return file.sent().stream()
        .map(one -> one.headers().getOrDefault(TelemetryHeaders.TOPIC, ""))
        .collect(Collectors.toSet());
  }

  private List<String> bodiesTo(String topic) {
    return file.sent().stream()
        .filter(one -> topic.equals(one.headers().get(TelemetryHeaders.TOPIC)))
        .map(PublishedFile.Sent::body)
        .toList();
  }

  @Test
  @Exercises(attributes = "DataSetRouting")
  void eachNodeHasMessagesOfItsOwnBelowTheTopicOfTheWriter() {
    publish(
        PublishingDefaults.compatible("edge"),
        "'MessagingMode': 'SingleRawDataSet', 'QueueName': 'edge/{DataSetWriter}',"
            + " 'DataSetRouting': 'UseBrowseNames', 'BatchSize': 50, 'BatchTriggerInterval': 50,");

    await()
        .until(
            () ->
                topics()
                    .containsAll(
                        Set.of(
                            "edge/w/Objects/Load/Counter1",
                            "edge/w/Objects/Load/Counter2",
                            "edge/w/Objects/Server/ServerStatus/CurrentTime")));

    assertThat(bodiesTo("edge/w/Objects/Load/Counter1")).allMatch(body -> names(body).equals("a"));
    assertThat(bodiesTo("edge/w/Objects/Load/Counter2")).allMatch(body -> names(body).equals("b"));
  }

  @Test
  void topicsFollowARoutingThatIsChangedInTheFile() {
    String delivery = "'MessagingMode': 'SingleRawDataSet', 'QueueName': 'edge/{DataSetWriter}',";
    PublishingDefaults defaults = PublishingDefaults.compatible("edge");
    publish(defaults, delivery + " 'DataSetRouting': 'UseBrowseNames',");
    await().until(() -> topics().contains("edge/w/Objects/Load/Counter1"));

    publish(defaults, delivery + " 'DataSetRouting': 'UseBrowseNamesWithNamespaceIndex',");

    await()
        .untilAsserted(
            () ->
                assertThat(topics())
                    .anyMatch(
                        topic ->
                            topic.toString().matches("edge/w/Objects/\\d+:Load/\\d+:Counter1")));
  }

  /** Names in the objects of a body, each once. */
  private static String names(String body) {
    return new PublishedFile.Sent(Map.of(), body)
        .elements()
        .flatMap(element -> element.properties().stream())
        .map(Map.Entry::getKey)
        .distinct()
        .collect(Collectors.joining(","));
  }

  @Test
  @Exercises(options = {"DefaultDataSetRouting", "FetchOpcBrowsePathFromRoot"})
  void theOptionHoldsWhereTheFileSaysNothingInModesOfSamplesToo() {
    PublishingDefaults defaults =
        EdgeOptionsReader.read(
                List.of("--uns=usebrowsenameswithnamespaceindex", "--fp", "--ttt={RootTopic}"),
                Map.of())
            .options()
            .publishingDefaults("edge");

    publish(defaults, "'BatchSize': 1,");

    await()
        .untilAsserted(
            () ->
                assertThat(topics())
                    .contains("edge/Objects/Server/ServerStatus/CurrentTime")
                    .anyMatch(
                        topic -> topic.toString().matches("edge/Objects/\\d+:Load/\\d+:Counter1")));
    assertThat(topics())
        .allMatch(topic -> topic.equals("edge") || topic.toString().startsWith("edge/Objects/"));
  }

  @Test
  @Exercises(attributes = "DataSetRouting")
  void numbersOfAWriterRiseByOneOverTheTopicsOfItsNodes() {
    publish(
        PublishingDefaults.compatible("edge"),
        "'MessagingMode': 'PubSub', 'DataSetRouting': 'UseBrowseNames', 'BatchSize': 1,");

    await().until(() -> file.messages().size() > 30);

    List<Long> numbers =
        file.messages().stream().map(message -> message.get("SequenceNumber").asLong()).toList();
    for (int i = 0; i < 30; i++) {
      assertThat(numbers.get(i)).isEqualTo(i + 1L);
    }
    assertThat(file.messages()).allMatch(message -> message.get("Payload").size() == 1);
  }
}
