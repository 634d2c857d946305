package org.bactrian.edge.publisher.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.node.NamespaceFormat;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded message of OPC Publisher 2.9, from the input that {@code rules.json} tells. Where
 * we differ on purpose, {@link #withOurWriterId} and {@link #withOurProperties} say how.
 */
class GoldenMessagesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode INPUT = read("rules").get("input");
  private static final Pattern MESSAGE_ID =
      Pattern.compile(
          "(?<=\"MessageId\":\")[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  record Case(JsonNode golden) {

    MessagingMode mode() {
      return MessagingMode.of(golden.get("mode").textValue());
    }

    boolean strict() {
      return golden.get("strict").booleanValue();
    }

    String notifications() {
      return golden.get("notifications").textValue();
    }

    MessageFormat format() {
      return new MessageFormat(
          mode(),
          MessageEncoding.of(golden.get("encoding").textValue()),
          strict(),
          NamespaceFormat.EXPANDED,
          false,
          true);
    }

    @Override
    public String toString() {
      return golden.get("id").textValue();
    }
  }

  static Stream<Case> cases() {
    return Stream.of(MessagingMode.values())
        .flatMap(mode -> stream(read(mode.text()).get("cases")))
        .map(Case::new);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aMessageIsWrittenAsOpcPublisherWritesIt(Case golden) {
    List<NetworkMessage> messages = encode(golden);

    assertThat(numbered(messages))
        .isEqualTo(
            stream(golden.golden().get("buffers"))
                .map(buffer -> withOurWriterId(golden, buffer.textValue()))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aMessageCarriesThePropertiesOfOpcPublisherAndOurs(Case golden) {
    JsonNode properties = golden.golden().get("properties");

    for (NetworkMessage message : encode(golden)) {
      assertThat(message.properties())
          .isEqualTo(withOurProperties(properties.get("application"), message));
      assertThat(message.contentType())
          .isEqualTo(properties.get("system").get("contentType").textValue());
      assertThat(message.contentEncoding())
          .isEqualTo(properties.get("system").get("contentEncoding").textValue());
    }
  }

  @Test
  void everyModeHasCases() {
    assertThat(cases().map(Case::mode)).contains(MessagingMode.values());
    assertThat(cases()).hasSizeGreaterThan(40);
  }

  /**
   * Compatibility PubSub names its writer, and strict messages with headers always carry the
   * writer's number; 2.9.15 leaves both out except in FullNetworkMessages.
   */
  private static String withOurWriterId(Case golden, String buffer) {
    boolean header =
        switch (golden.mode()) {
          case PUB_SUB -> true;
          case DATA_SET_MESSAGES, SINGLE_DATA_SET_MESSAGE -> golden.strict();
          default -> false;
        };
    if (!header) {
      return buffer;
    }
    String name = golden.notifications().equals("event") ? "DataFlow0|Alarm" : "DataFlow0";
    String id = golden.strict() ? "1" : "\"" + name + "\"";
    return buffer.replace(
        "{\"SequenceNumber\"", "{\"DataSetWriterId\":" + id + ",\"SequenceNumber\"");
  }

  /** Consumers of 2.8 look at the schema's old name, and de-duplication at the message's id. */
  private static Map<String, String> withOurProperties(JsonNode golden, NetworkMessage message) {
    Map<String, String> properties = new LinkedHashMap<>();
    golden
        .properties()
        .forEach(property -> properties.put(property.getKey(), property.getValue().textValue()));
    properties.put("iothub-message-schema", golden.get("$$MessageSchema").textValue());
    properties.put("iothub-message-id", message.messageId());
    return properties;
  }

  private static List<NetworkMessage> encode(Case golden) {
    boolean batched = golden.golden().get("batched").booleanValue();
    NetworkMessageEncoder encoder =
        new NetworkMessageEncoder(Messages.group(golden.format(), batched ? 50 : 1, 262_144));
    return encoder.encode(messages(golden));
  }

  private static List<DataSetMessage> messages(Case golden) {
    JsonNode version = INPUT.get("metaDataVersion").get(golden.strict() ? "strict" : "compat");
    DataSetWriter writer =
        Messages.writer(
            INPUT.get("writer").textValue(),
            INPUT.get("writerIdNumber").intValue(),
            new MetaDataVersion(version.get(0).longValue(), version.get(1).longValue()));
    long first = INPUT.get("firstSequenceNumber").longValue();
    PublishedField c0 = Messages.field("c0", INPUT.get("c0").get("nodeId").textValue());
    PublishedField temp = Messages.field("temp", INPUT.get("temp").get("nodeId").textValue());
    DataSetMessage key =
        Messages.message(
            writer,
            DataSetMessage.Kind.KEY_FRAME,
            first,
            List.of(c0, temp),
            List.of(
                c0(INPUT.get("c0").get("value").longValue()),
                new DataValue(
                    Variant.ofDouble(INPUT.get("temp").get("value").doubleValue()),
                    new StatusCode(0x80310000L),
                    null,
                    null)));
    long c0Later = INPUT.get("second notification of key+delta").get("c0").longValue();
    return switch (golden.notifications()) {
      case "key" -> List.of(key);
      case "delta" -> List.of(delta(writer, first, c0, INPUT.get("c0").get("value").longValue()));
      case "key+delta" -> List.of(key, delta(writer, first + 1, c0, c0Later));
      case "keepalive" ->
          List.of(
              Messages.message(
                  writer, DataSetMessage.Kind.KEEP_ALIVE, first, List.of(), List.of()));
      case "event" -> List.of(event(writer, first));
      default -> throw new IllegalArgumentException(golden.notifications());
    };
  }

  private static DataSetMessage delta(
      DataSetWriter writer, long number, PublishedField c0, long value) {
    return Messages.message(
        writer, DataSetMessage.Kind.DELTA_FRAME, number, List.of(c0), List.of(c0(value)));
  }

  private static DataSetMessage event(DataSetWriter writer, long number) {
    JsonNode event = INPUT.get("event");
    String nodeId = event.get("nodeId").textValue();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("EventId", ByteString.of(new byte[] {1, 2, 3, 4}));
    values.put("Message", new LocalizedText("en", "Tank low"));
    values.put("Severity", ushort(500));
    values.put("Time", time(event.get("fields").get("Time")));
    return new DataSetMessage(
        writer,
        Messages.PLC,
        DataSetMessage.Kind.EVENT,
        number,
        Messages.TIME,
        event.get("displayName").textValue(),
        values.keySet().stream().map(name -> Messages.field(name, nodeId)).toList(),
        values.values().stream().map(Messages::good).toList());
  }

  private static DataValue c0(long value) {
    return new DataValue(
        Variant.ofUInt32(uint(value)),
        StatusCode.GOOD,
        time(INPUT.get("c0").get("source")),
        time(INPUT.get("c0").get("server")));
  }

  private static DateTime time(JsonNode text) {
    return new DateTime(Instant.parse(text.textValue()));
  }

  private static List<String> numbered(List<NetworkMessage> messages) {
    List<String> texts = new ArrayList<>();
    int number = 0;
    for (NetworkMessage message : messages) {
      StringBuilder text = new StringBuilder();
      Matcher ids = MESSAGE_ID.matcher(new String(message.body(), UTF_8));
      while (ids.find()) {
        ids.appendReplacement(text, String.format("00000000-0000-0000-0000-%012d", ++number));
      }
      texts.add(ids.appendTail(text).toString());
    }
    return texts;
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static JsonNode read(String name) {
    try (InputStream in =
        GoldenMessagesTest.class.getResourceAsStream("/golden/messages/" + name + ".json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
