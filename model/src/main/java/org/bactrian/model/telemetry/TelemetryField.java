package org.bactrian.model.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * A field of a {@link TelemetryDataSet}: a value, and where the message says so its status and
 * timestamps.
 *
 * @param name its name
 * @param json what the message holds for it, a DataValue or a bare value; not to be changed; a
 *     {@link MissingNode} for a field that is not there
 */
public record TelemetryField(String name, JsonNode json) {

  private static final Set<String> MEMBERS =
      Set.of(
          "Value",
          "StatusCode",
          "SourceTimestamp",
          "SourcePicoseconds",
          "ServerTimestamp",
          "ServerPicoseconds");

  /** A field that is in no message. */
  static TelemetryField missing(String name) {
    return new TelemetryField(name, MissingNode.getInstance());
  }

  /** Returns whether the message has the field. */
  public boolean exists() {
    return !json.isMissingNode();
  }

  /** Returns whether there is no value: the field is not there or its value is null. */
  public boolean isNull() {
    return valueNode().isNull() || valueNode().isMissingNode();
  }

  /**
   * The value as Java sees JSON: a {@link Number}, {@link Boolean}, {@link String}, {@link
   * java.util.List} or {@link java.util.Map}; an empty text where there is none.
   */
  public Object value() {
    return isNull() ? "" : TelemetryJson.plain(valueNode());
  }

  /**
   * The value as a number, also where the message has it as text (Int64 in strict messages, NaN).
   *
   * @return NaN for what is no number
   */
  public double number() {
    JsonNode value = valueNode();
    if (value.isNumber()) {
      return value.doubleValue();
    }
    if (value.isTextual()) {
      try {
        return Double.parseDouble(value.textValue());
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }
    return Double.NaN;
  }

  /** The value as text, of objects and arrays their JSON; empty where there is none. */
  public String text() {
    JsonNode value = valueNode();
    if (isNull()) {
      return "";
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** The value as truth; false for anything but {@code true}. */
  public boolean bool() {
    return valueNode().asBoolean(false);
  }

  /** Status code of the value (Part 4, 7.39), unsigned 32 bits; 0 is Good. */
  public long statusCode() {
    JsonNode status = isDataValue() ? json.path("StatusCode") : MissingNode.getInstance();
    return status.isObject() ? status.path("Code").asLong() : status.asLong(0);
  }

  /** Symbol of the status, such as {@code BadNoCommunication}; empty where it is not told. */
  public String status() {
    if (statusCode() == 0) {
      return "Good";
    }
    return json.path("StatusCode").path("Symbol").asText("");
  }

  /** Returns whether the quality of the value is good. */
  public boolean isGood() {
    return (statusCode() & 0xC0000000L) == 0;
  }

  /** Time of the value at its source. */
  public Optional<Instant> sourceTimestamp() {
    return timestamp("SourceTimestamp");
  }

  /** Time at which the server knew of the value. */
  public Optional<Instant> serverTimestamp() {
    return timestamp("ServerTimestamp");
  }

  /** Returns the field with another value; its status and timestamps stay. */
  TelemetryField withValue(JsonNode value) {
    if (!isDataValue()) {
      return new TelemetryField(name, wrapped(json, value));
    }
    JsonNode changed = TelemetryJson.with(json, "Value", wrapped(json.path("Value"), value));
    return new TelemetryField(name, changed);
  }

  private Optional<Instant> timestamp(String member) {
    JsonNode text = isDataValue() ? json.path(member) : MissingNode.getInstance();
    return TelemetryJson.instant(text);
  }

  private boolean isDataValue() {
    if (!json.isObject() || json.isEmpty()) {
      return false;
    }
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      if (!MEMBERS.contains(names.next())) {
        return false;
      }
    }
    return true;
  }

  private JsonNode valueNode() {
    JsonNode value = json;
    if (isDataValue()) {
      value = json.has("Value") ? json.get("Value") : NullNode.getInstance();
    }
    return isVariant(value) ? value.get("Body") : value;
  }

  /** The value in the form of the one that it replaces: with its type where that had one. */
  private static JsonNode wrapped(JsonNode old, JsonNode value) {
    return isVariant(old) ? TelemetryJson.with(old, "Body", value) : value;
  }

  private static boolean isVariant(JsonNode value) {
    return value.isObject() && value.size() == 2 && value.has("Type") && value.has("Body");
  }
}
