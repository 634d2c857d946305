package org.bactrian.model.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A NetworkMessage that was read back, so that a step of a route can look at its values and change
 * them. Every JSON form of the publisher is understood: NetworkMessages, arrays of them,
 * DataSetMessages, data sets and samples.
 *
 * <p>A message that describes a DataSet ({@code ua-metadata}) has no DataSetMessages, and is left
 * as it is by all changes.
 *
 * <p>What is not changed stays as it was, also what this class does not know. A field that several
 * DataSetMessages have is that of the last, which is the newest; the methods that change do so in
 * all of them. In YAML:
 *
 * <pre>{@code
 * - filter:
 *     simple: ${bodyAs(org.bactrian.model.telemetry.TelemetryMessage).below('temp', 20)}
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param json the whole message; not to be changed
 */
public record TelemetryMessage(JsonNode json) {

  /**
   * Reads a message.
   *
   * @param body JSON as UTF-8
   * @throws TelemetryFormatException when it is none
   */
  public static TelemetryMessage read(byte[] body) {
    try {
      JsonNode json = TelemetryJson.MAPPER.readTree(body);
      if (!json.isContainerNode()) {
        throw new TelemetryFormatException(
            "The body is neither a JSON object nor an array, so it is no NetworkMessage.", null);
      }
      return new TelemetryMessage(json);
    } catch (JsonProcessingException e) {
      throw new TelemetryFormatException(
          "The body is no JSON, so its values can not be read: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new TelemetryFormatException("The body can not be read: " + e.getMessage(), e);
    }
  }

  /** The message as JSON in UTF-8. */
  public byte[] toBytes() {
    try {
      return TelemetryJson.MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new TelemetryFormatException("The message can not be written: " + e.getMessage(), e);
    }
  }

  /** Its DataSetMessages, or samples, in their order. */
  public List<TelemetryDataSet> messages() {
    List<TelemetryDataSet> messages = new ArrayList<>();
    collect(json, messages);
    return List.copyOf(messages);
  }

  /** Id of the first NetworkMessage in it; empty where the mode has none. */
  public String messageId() {
    return header("MessageId");
  }

  /** Id of the publisher; empty where the mode does not say. */
  public String publisherId() {
    return header("PublisherId");
  }

  /** The WriterGroup; empty where the mode does not say. */
  public String writerGroup() {
    return header("DataSetWriterGroup");
  }

  /** The newest field of that name; one that does not exist says so. */
  public TelemetryField field(String name) {
    List<TelemetryDataSet> messages = messages();
    for (int i = messages.size() - 1; i >= 0; i--) {
      TelemetryField field = messages.get(i).field(name);
      if (field.exists()) {
        return field;
      }
    }
    return TelemetryField.missing(name);
  }

  /** Returns whether there is a field of that name. */
  public boolean has(String name) {
    return field(name).exists();
  }

  /**
   * The newest value of a field as a number.
   *
   * @return NaN when there is none. A Simple expression takes NaN for larger than all numbers; ask
   *     {@link #has} too, or use {@link #above} and {@link #below}.
   */
  public double number(String name) {
    return field(name).number();
  }

  /** The newest value of a field as text, empty when there is none. */
  public String text(String name) {
    return field(name).text();
  }

  /** Returns whether any value of that field in the message is a number larger than the limit. */
  public boolean above(String name, double limit) {
    return messages().stream().anyMatch(message -> message.field(name).number() > limit);
  }

  /** Returns whether any value of that field in the message is a number smaller than the limit. */
  public boolean below(String name, double limit) {
    return messages().stream().anyMatch(message -> message.field(name).number() < limit);
  }

  /** Returns whether no DataSetMessage is left. */
  public boolean isEmpty() {
    return messages().isEmpty();
  }

  /** The message without that field; a DataSetMessage that loses all of its fields goes too. */
  public TelemetryMessage without(String name) {
    return withoutAll(Set.of(name));
  }

  /** The message without these fields; a DataSetMessage that loses all of its fields goes too. */
  public TelemetryMessage withoutAll(Collection<String> names) {
    return withFields(
        field -> names.contains(field.name()) ? TelemetryField.missing(field.name()) : field);
  }

  /** The message with that field alone; a DataSetMessage that does not have it goes too. */
  public TelemetryMessage only(String name) {
    return onlyAll(Set.of(name));
  }

  /** The message with these fields alone; a DataSetMessage that has none of them goes too. */
  public TelemetryMessage onlyAll(Collection<String> names) {
    return withFields(
        field -> names.contains(field.name()) ? field : TelemetryField.missing(field.name()));
  }

  /** Puts a number as {@link #withValue} does; a whole number is written without a point. */
  public TelemetryMessage withNumber(String name, double value) {
    long whole = (long) value;
    return whole == value ? withValue(name, whole) : withValue(name, value);
  }

  /** Puts a Boolean as {@link #withValue} does. */
  public TelemetryMessage withBoolean(String name, boolean value) {
    return withValue(name, value);
  }

  /**
   * The message with another value of a field wherever it has that field; status and timestamps of
   * the field stay. A Simple expression hands over any literal as text, so numbers and Booleans
   * want the methods that name their type.
   *
   * @param value a number, text, boolean, list or map
   */
  public TelemetryMessage withValue(String name, Object value) {
    JsonNode node = TelemetryJson.MAPPER.valueToTree(value);
    return withFields(field -> field.name().equals(name) ? field.withValue(node) : field);
  }

  /** The message with each field replaced by what {@code change} makes of its value. */
  public TelemetryMessage withValues(Function<TelemetryField, Object> change) {
    return withFields(
        field -> field.withValue(TelemetryJson.MAPPER.valueToTree(change.apply(field))));
  }

  /** The message with those DataSetMessages alone that fulfil the condition. */
  public TelemetryMessage where(Predicate<TelemetryDataSet> condition) {
    return changed(message -> Optional.of(message).filter(condition));
  }

  private TelemetryMessage withFields(UnaryOperator<TelemetryField> change) {
    return changed(message -> message.withFields(change));
  }

  private TelemetryMessage changed(Function<TelemetryDataSet, Optional<TelemetryDataSet>> change) {
    return new TelemetryMessage(
        rebuilt(json, change).orElseGet(TelemetryJson.MAPPER::createArrayNode));
  }

  private String header(String member) {
    JsonNode first = json.isArray() ? json.path(0) : json;
    return first.has("Messages") ? first.path(member).asText("") : "";
  }

  private static void collect(JsonNode node, List<TelemetryDataSet> messages) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, messages));
    } else if (isNetworkMessage(node)) {
      collect(node.get("Messages"), messages);
    } else if (node.isObject() && !isMetaData(node)) {
      messages.add(new TelemetryDataSet(node));
    }
  }

  private static Optional<JsonNode> rebuilt(
      JsonNode node, Function<TelemetryDataSet, Optional<TelemetryDataSet>> change) {
    if (node.isArray()) {
      ArrayNode array = TelemetryJson.MAPPER.createArrayNode();
      node.forEach(element -> rebuilt(element, change).ifPresent(array::add));
      return array.isEmpty() && !node.isEmpty() ? Optional.empty() : Optional.of(array);
    }
    if (isNetworkMessage(node)) {
      return rebuilt(node.get("Messages"), change)
          .map(messages -> TelemetryJson.with(node, "Messages", messages));
    }
    return node.isObject() && !isMetaData(node)
        ? change.apply(new TelemetryDataSet(node)).map(TelemetryDataSet::json)
        : Optional.of(node);
  }

  /** Returns whether it describes a DataSet and has no values (Part 14, 7.2.5.5). */
  private static boolean isMetaData(JsonNode node) {
    return node.path("MessageType").asText().equals("ua-metadata")
        && node.path("MetaData").isObject();
  }

  private static boolean isNetworkMessage(JsonNode node) {
    return node.path("Messages").isContainerNode() && node.path("MessageId").isTextual();
  }
}
