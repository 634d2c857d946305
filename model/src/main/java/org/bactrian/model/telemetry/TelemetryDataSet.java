package org.bactrian.model.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * One DataSetMessage of a {@link TelemetryMessage} (Part 14, 7.2.5.4), or a sample, which is a
 * message of one field.
 *
 * @param json what the message holds; not to be changed
 */
public record TelemetryDataSet(JsonNode json) {

  /** Name of the DataSetWriter, or its number where only that is told; empty for neither. */
  public String writer() {
    return isMessage() ? first("DataSetWriterName", "DataSetWriterId") : "";
  }

  /**
   * Kind of its content, such as {@code ua-deltaframe}; empty where the messaging mode does not
   * say.
   */
  public String kind() {
    return isMessage() ? json.path("MessageType").asText("") : "";
  }

  /** The writer's number of the message. */
  public OptionalLong sequenceNumber() {
    JsonNode number = hasHeader() ? json.path("SequenceNumber") : json.path("");
    return number.isIntegralNumber() ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
  }

  /** Time at which the message was made. */
  public Optional<Instant> timestamp() {
    return hasHeader() ? TelemetryJson.instant(json.path("Timestamp")) : Optional.empty();
  }

  /** Node that a sample is of, as the configuration names it; empty for anything but a sample. */
  public String nodeId() {
    return isSample() ? json.path("NodeId").asText("") : "";
  }

  /** The fields by name, in the order of the message. */
  public Map<String, TelemetryField> fields() {
    Map<String, TelemetryField> fields = new LinkedHashMap<>();
    if (isSample()) {
      String name = sampleName();
      fields.put(name, new TelemetryField(name, json.get("Value")));
    } else {
      payload()
          .properties()
          .forEach(
              field ->
                  fields.put(field.getKey(), new TelemetryField(field.getKey(), field.getValue())));
    }
    return fields;
  }

  /** The field of that name; one that does not exist says so. */
  public TelemetryField field(String name) {
    JsonNode field = isSample() && sampleName().equals(name) ? json.get("Value") : null;
    if (!isSample()) {
      field = payload().get(name);
    }
    return field == null ? TelemetryField.missing(name) : new TelemetryField(name, field);
  }

  /** The value of a field as text, empty when there is none. */
  public String text(String name) {
    return field(name).text();
  }

  /** Returns whether it has a field of that name. */
  public boolean has(String name) {
    return field(name).exists();
  }

  /** Returns whether it has no fields, as a keep alive. */
  public boolean isEmpty() {
    return !isSample() && payload().isEmpty();
  }

  /**
   * Returns the message with each field replaced by what {@code change} makes of it; one that is
   * made missing is left out.
   *
   * @return empty when it had fields and has none any more
   */
  Optional<TelemetryDataSet> withFields(UnaryOperator<TelemetryField> change) {
    if (isSample()) {
      TelemetryField field = change.apply(field(sampleName()));
      return field.exists()
          ? Optional.of(new TelemetryDataSet(TelemetryJson.with(json, "Value", field.json())))
          : Optional.empty();
    }
    ObjectNode changed = TelemetryJson.MAPPER.createObjectNode();
    for (TelemetryField field : fields().values()) {
      TelemetryField result = change.apply(field);
      if (result.exists()) {
        changed.set(result.name(), result.json());
      }
    }
    if (changed.isEmpty() && !isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TelemetryDataSet(isMessage() ? TelemetryJson.with(json, "Payload", changed) : changed));
  }

  private boolean isMessage() {
    return json.path("Payload").isObject();
  }

  private boolean isSample() {
    return !isMessage()
        && json.has("Value")
        && (json.path("NodeId").isTextual() || json.path("DisplayName").isTextual());
  }

  private boolean hasHeader() {
    return isMessage() || isSample();
  }

  private JsonNode payload() {
    return isMessage() ? json.get("Payload") : json;
  }

  private String sampleName() {
    return first("DisplayName", "NodeId");
  }

  private String first(String member, String otherwise) {
    String text = json.path(member).asText("");
    return text.isEmpty() ? json.path(otherwise).asText("") : text;
  }
}
