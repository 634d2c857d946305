package org.bactrian.edge.publisher.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.node.NamespaceFormat;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.junit.jupiter.api.Test;

/** Events and conditions in every messaging mode, as {@code golden/alarms.json} has them. */
class EventMessagesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DataSetSource SERVER =
      new DataSetSource("urn:plc1:server", new NamespaceTable("urn:plc1:server", "http://test"));

  private static JsonNode example(String name) throws IOException {
    try (InputStream in = EventMessagesTest.class.getResourceAsStream("/golden/alarms.json")) {
      return JSON.readTree(in).at("/examples/" + name);
    }
  }

  private static DataSetMessage message(
      DataSetMessage.Kind kind, String name, Map<String, DataValue> values) {
    List<PublishedField> fields = new ArrayList<>();
    values.keySet().forEach(field -> fields.add(Messages.field(field, "i=2253")));
    return new DataSetMessage(
        Messages.writer("writer", 1, new MetaDataVersion(1, 0)),
        SERVER,
        kind,
        7,
        Messages.TIME,
        name,
        fields,
        List.copyOf(values.values()));
  }

  private static DataSetMessage condition(String... names) {
    DateTime time = new DateTime(Instant.parse("2024-01-02T03:04:05Z"));
    Map<String, DataValue> all = new LinkedHashMap<>();
    all.put("ConditionId", value(new NodeId(2, "Boiler"), time));
    all.put("Severity", value(UShort.valueOf(900), time));
    all.put("Retain", value(true, time));
    all.put(
        "Comment",
        new DataValue(
            Variant.NULL_VALUE, new StatusCode(StatusCodes.Good_NoData), time, null, null, null));
    Map<String, DataValue> chosen = new LinkedHashMap<>();
    for (String name : names) {
      chosen.put(name, all.get(name));
    }
    return message(DataSetMessage.Kind.CONDITION, "Alarms", chosen);
  }

  private static DataSetMessage event() {
    Map<String, DataValue> values = new LinkedHashMap<>();
    values.put("EventId", Messages.good(ByteString.of(new byte[] {1, 2, 3})));
    values.put("Message", Messages.good(LocalizedText.english("cycle started")));
    values.put("Severity", Messages.good(UShort.valueOf(100)));
    values.put("LocalTime", Messages.good(null));
    values.put("Comment", Messages.good(LocalizedText.NULL_VALUE));
    return message(DataSetMessage.Kind.EVENT, "SimpleEvents", values);
  }

  private static DataValue value(Object value, DateTime time) {
    return new DataValue(new Variant(value), StatusCode.GOOD, time, null, null, null);
  }

  private static JsonNode encode(MessagingMode mode, MessageEncoding encoding, DataSetMessage one)
      throws IOException {
    MessageFormat format =
        new MessageFormat(mode, encoding, false, NamespaceFormat.URI, false, true);
    List<NetworkMessage> encoded =
        new NetworkMessageEncoder(Messages.group(format, 1, 262_144)).encode(List.of(one));
    assertThat(encoded).hasSize(1);
    return JSON.readTree(new String(encoded.get(0).body(), UTF_8));
  }

  private static JsonNode encode(MessagingMode mode, DataSetMessage one) throws IOException {
    return encode(mode, MessageEncoding.JSON, one);
  }

  @Test
  void aConditionInPubSubIsAMessageOfItsOwnTypeWithTimes() throws Exception {
    JsonNode message =
        encode(MessagingMode.PUB_SUB, condition("ConditionId", "Severity", "Retain"))
            .at("/Messages/0");

    ObjectNode expected = example("pubSubCondition").deepCopy();
    assertThat(message.get("DataSetWriterId")).isEqualTo(expected.get("DataSetWriterId"));
    assertThat(message.get("MessageType")).isEqualTo(expected.get("MessageType"));
    assertThat(message.get("Payload")).isEqualTo(expected.get("Payload"));
  }

  @Test
  void aFieldOfAConditionThatIsNullSaysSo() throws Exception {
    JsonNode comment =
        encode(MessagingMode.PUB_SUB, condition("Severity", "Comment"))
            .at("/Messages/0/Payload/Comment");

    assertThat(comment.get("Value").isNull()).isTrue();
    assertThat(comment.at("/StatusCode/Symbol").asText()).isEqualTo("GoodNoData");
    assertThat(comment.has("SourceTimestamp")).isTrue();
  }

  @Test
  void anEventInSamplesIsOneSampleOfTheFieldsThatAreNotNull() throws Exception {
    JsonNode expected = example("samplesEvent");
    JsonNode sample = encode(MessagingMode.SAMPLES, event());

    assertThat(sample.get("NodeId")).isEqualTo(expected.get("NodeId"));
    assertThat(sample.get("DisplayName")).isEqualTo(expected.get("DisplayName"));
    assertThat(sample.get("Value")).isEqualTo(expected.get("Value"));
    assertThat(sample.has("SequenceNumber")).isFalse();
    JsonNode full = encode(MessagingMode.FULL_SAMPLES, event());
    assertThat(full.get("Value")).isEqualTo(expected.get("Value"));
    assertThat(full.get("SequenceNumber").asInt()).isEqualTo(7);
    assertThat(full.get("ApplicationUri").asText()).isEqualTo("urn:plc1:server");
  }

  @Test
  void aConditionInSamplesHasTimesInItsFieldsAndNoneOfItsOwn() throws Exception {
    JsonNode expected = example("samplesCondition");
    JsonNode sample =
        encode(MessagingMode.SAMPLES, condition("ConditionId", "Severity", "Comment"));

    assertThat(sample.get("NodeId")).isEqualTo(expected.get("NodeId"));
    assertThat(sample.get("DisplayName")).isEqualTo(expected.get("DisplayName"));
    assertThat(sample.at("/Value/Severity")).isEqualTo(expected.at("/Value/Severity"));
    assertThat(sample.get("Value").has("Comment")).isFalse();
    assertThat(sample.get("Value").has("SourceTimestamp")).isFalse();
  }

  @Test
  void anEventWithASingleFieldIsAPlainSampleOfIt() throws Exception {
    DataSetMessage single =
        message(
            DataSetMessage.Kind.EVENT,
            "Alarms",
            Map.of("Message", Messages.good(LocalizedText.english("Tank low"))));

    JsonNode sample = encode(MessagingMode.SAMPLES, single);

    assertThat(sample.get("DisplayName").asText()).isEqualTo("Message");
    assertThat(sample.get("Value").asText()).isEqualTo("Tank low");
  }

  @Test
  void aReversibleSampleSaysThatItsValueIsAStructure() throws Exception {
    JsonNode value =
        encode(MessagingMode.SAMPLES, MessageEncoding.JSON_REVERSIBLE, event()).get("Value");

    assertThat(value.get("Type").asText()).isEqualTo("ExtensionObject");
    assertThat(value.at("/Body/Body/Severity/Type").asText()).isEqualTo("UInt16");
    assertThat(value.at("/Body/Body/Severity/Body").asInt()).isEqualTo(100);
  }

  @Test
  void aRawDataSetHasTheBareFields() throws Exception {
    JsonNode fields = encode(MessagingMode.SINGLE_RAW_DATA_SET, condition("Severity", "Retain"));

    assertThat(fields.toString()).isEqualTo("{\"Severity\":900,\"Retain\":true}");
  }

  @Test
  void aConditionThatIsTooLargeLosesItsLargestFieldsAndStaysOneMessage() throws Exception {
    Map<String, DataValue> values = new LinkedHashMap<>();
    values.put("Large", Messages.good("x".repeat(5_000)));
    values.put("Severity", Messages.good(UShort.valueOf(1)));
    NetworkMessageEncoder encoder = Messages.encoder(MessagingMode.PUB_SUB, false, 1, 4_096);

    List<NetworkMessage> encoded =
        encoder.encode(List.of(message(DataSetMessage.Kind.CONDITION, "Alarms", values)));

    assertThat(encoded).hasSize(1);
    JsonNode payload =
        JSON.readTree(new String(encoded.get(0).body(), UTF_8)).at("/Messages/0/Payload");
    assertThat(payload.fieldNames()).toIterable().containsExactly("Severity");
    assertThat(encoder.droppedValues()).isEqualTo(1);
  }
}
