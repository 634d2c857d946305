package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;

/** Topics, delivery and keep-alives of a published nodes file as messages leave. */
class PublishedDeliveryTest extends PublishedLoad {

  private void publish(String entry, String nodes) {
    file.publish(
        PublishingDefaults.compatible("edge"),
        "[{'EndpointUrl': '%s', 'DataSetPublishingInterval': 20, 'DataSetSamplingInterval': 20,"
                .formatted(plant.endpointUrl())
            + " 'BatchSize': 1, 'MessagingMode': 'PubSub', %s 'OpcNodes': [%s]}]"
                .formatted(entry, nodes));
  }

  private Map<String, Object> headersTo(String topic) {
    return file.sent().stream()
        .map(PublishedFile.Sent::headers)
        .filter(headers -> topic.equals(headers.get(TelemetryHeaders.TOPIC)))
        .findFirst()
        .orElse(Map.of());
  }

  @Test
  @Exercises(
      attributes = {
        "OpcNodes.Topic",
        "OpcNodes.QualityOfService",
        "QualityOfService",
        "WriterGroupQualityOfService",
        "MessageRetention",
        "WriterGroupMessageRetention",
        "MessageTtlTimespan",
        "WriterGroupMessageTtlTimepan"
      })
  void eachNodeGoesToItsTopicWithItsGuarantee() {
    publish(
        "'WriterGroupQueueName': '{RootTopic}/all', 'WriterGroupQualityOfService': 'ExactlyOnce',"
            + " 'MessageRetention': true, 'WriterGroupMessageTtlTimepan': '00:00:03',",
        "{'Id': 'nsu=urn:bactrian:load;i=1', 'DisplayName': 'a'},"
            + "{'Id': 'nsu=urn:bactrian:load;i=2', 'DisplayName': 'b', 'Topic': 'b/{DataSetWriter}',"
            + " 'QualityOfService': 'AtMostOnce'}");

    await()
        .until(
            () ->
                !headersTo("edge/all").isEmpty() && !headersTo("b/<<UnknownDataSet>>1").isEmpty());

    assertThat(headersTo("edge/all"))
        .containsEntry(TelemetryHeaders.QUALITY_OF_SERVICE, 2L)
        .containsEntry(TelemetryHeaders.RETAINED, "true")
        .containsEntry(TelemetryHeaders.TIME_TO_LIVE, 3000L);
    assertThat(headersTo("b/<<UnknownDataSet>>1"))
        .containsEntry(TelemetryHeaders.QUALITY_OF_SERVICE, 0L);
    assertThat(file.messages())
        .allMatch(
            message ->
                message.at("/Payload/a").isMissingNode()
                    != message.at("/Payload/b").isMissingNode());
  }

  @Test
  @Exercises(attributes = "WriterGroupTransportConfiguration")
  void filesOfAGroupGoIntoTheFolderThatTheFileNames() {
    publish(
        "'WriterGroupTransport': 'FileSystem', 'WriterGroupTransportConfiguration': 'MES/Line 1',",
        "{'Id': 'nsu=urn:bactrian:load;i=1'}");

    await().until(() -> !file.sent().isEmpty());

    assertThat(file.sent().get(0).headers())
        .containsEntry(TelemetryHeaders.TRANSPORT, "file")
        .containsEntry(TelemetryHeaders.FOLDER, "MES/Line 1");
  }

  @Test
  @Exercises(attributes = {"SendKeepAliveDataSetMessages", "SendKeepAliveAsKeyFrameMessages"})
  void aKeepAliveMayHaveTheLastValuesOfAllNodes() {
    publish(
        "'SendKeepAliveDataSetMessages': true, 'SendKeepAliveAsKeyFrameMessages': true,"
            + " 'MaxKeepAliveCount': 2,",
        "{'Id': 'i=2261', 'DisplayName': 'a'}, {'Id': 'i=2263', 'DisplayName': 'b'}");

    await().until(() -> sinceTheFirstValue().size() >= 3);

    List<JsonNode> payloads =
        sinceTheFirstValue().stream().map(message -> message.get("Payload")).distinct().toList();
    assertThat(payloads).hasSize(1);
    assertThat(payloads.get(0).fieldNames()).toIterable().containsExactly("a", "b");
    assertThat(sinceTheFirstValue())
        .allMatch(message -> message.get("MessageType").asText().equals("ua-keyframe"));
  }

  /** A server may say that it lives before it has looked at the nodes. */
  private List<JsonNode> sinceTheFirstValue() {
    return file.messages().stream().dropWhile(one -> one.get("Payload").isEmpty()).toList();
  }

  @Test
  @Exercises(attributes = {"SendKeepAliveDataSetMessages", "MaxKeepAliveCount"})
  void aKeepAliveSaysThatTheWriterLives() {
    publish(
        "'SendKeepAliveDataSetMessages': true, 'MaxKeepAliveCount': 2,",
        "{'Id': 'i=2261', 'DisplayName': 'a'}");

    await().until(() -> sinceTheFirstValue().size() >= 3);

    assertThat(sinceTheFirstValue())
        .extracting(message -> message.get("MessageType").asText())
        .startsWith("ua-keyframe", "ua-keepalive", "ua-keepalive");
  }
}
