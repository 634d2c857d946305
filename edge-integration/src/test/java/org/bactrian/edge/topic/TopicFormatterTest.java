package org.bactrian.edge.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics of templates as OPC Publisher makes them. */
class TopicFormatterTest {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "Root", "{PublisherId}",
          "Method", "{RootTopic}/methods",
          "Telemetry", "{RootTopic}/messages/{WriterGroup}",
          "Events", "{RootTopic}/{EventSource}/{EventName}");

  private static JsonNode golden(String pointer) throws IOException {
    try (InputStream in = TopicFormatterTest.class.getResourceAsStream("/golden/topics.json")) {
      return new ObjectMapper().readTree(in).at(pointer);
    }
  }

  private static Stream<JsonNode> rows(String pointer) throws IOException {
    return StreamSupport.stream(golden(pointer).spliterator(), false);
  }

  static Stream<JsonNode> formats() throws IOException {
    return rows("/formatCases/rows");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aTemplateBecomesTheTopicThatItDoesInOpcPublisher(JsonNode row) {
    TopicFormatter topics = new TopicFormatter();
    for (Map.Entry<String, String> one : DEFAULTS.entrySet()) {
      topics = topics.withTemplate(one.getKey() + "Topic", one.getValue());
    }
    for (String templates : new String[] {"templates", "overriding"}) {
      for (Map.Entry<String, JsonNode> one : row.path(templates).properties()) {
        topics = topics.withTemplate(one.getKey() + "Topic", one.getValue().asText(""));
      }
    }
    for (String values : new String[] {"options", "variables"}) {
      for (Map.Entry<String, JsonNode> one : row.path(values).properties()) {
        topics = topics.withValue(one.getKey(), one.getValue().asText());
      }
    }
    String topic = row.get("topic").asText() + "Topic";
    boolean none = topic.equals("DataSetMetaDataTopic") && !row.has("templates");

    assertThat(none ? "" : topics.format(topic)).isEqualTo(row.get("expected").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a#", "+", "a\u0000", "a\tb", "\u009b", "a\ud800b", "\uffff", "\ufdd0"})
  void whatMqttDoesNotTakeIsNoTopic(String text) {
    assertThat(TopicFormatter.fault(text)).isPresent();
    String name = EncodableText.cleaned(TopicFormatter.escaped(text));
    assertThat(TopicFormatter.fault(name)).isEmpty();
  }

  @Test
  void otherTextsStayAsTheyAre() {
    String text = "K\u00fchler \ud83d\udc2b {RootTopic}";

    assertThat(TopicFormatter.fault(text)).isEmpty();
    assertThat(TopicFormatter.escaped(text)).isEqualTo(text);
    assertThat(EncodableText.cleaned(text)).isEqualTo(text);
  }

  static Stream<JsonNode> escapes() throws IOException {
    return rows("/escape/cases");
  }

  @ParameterizedTest
  @MethodSource("escapes")
  void whatWouldMakeAnotherTopicIsEscaped(JsonNode row) {
    assertThat(TopicFormatter.escaped(row.get("input").asText()))
        .isEqualTo(row.get("expected").asText());
  }
}
