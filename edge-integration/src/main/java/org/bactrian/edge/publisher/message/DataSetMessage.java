package org.bactrian.edge.publisher.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;

/**
 * DataSetMessage of a writer, not yet encoded (Part 14, 7.2.5.4).
 *
 * @param writer writer of the message
 * @param source server as known when the message was created
 * @param kind kind of content
 * @param sequenceNumber the writer's number of the message, unsigned 32 bits, incremented per
 *     message; the encoder adds the numbers of split parts, see {@link NetworkMessageEncoder}
 * @param timestamp time that it names as its own, that of creation unless an option says otherwise
 * @param eventName display name of the node whose event or condition it is, empty for values
 * @param fields fields of the message; {@code values.get(i)} is the value of {@code fields.get(i)}
 * @param values values of the fields
 */
public record DataSetMessage(
    DataSetWriter writer,
    DataSetSource source,
    Kind kind,
    long sequenceNumber,
    Instant timestamp,
    String eventName,
    List<PublishedField> fields,
    List<DataValue> values) {

  public DataSetMessage {
    if (fields.size() != values.size()) {
      throw new IllegalArgumentException(
          fields.size() + " fields must not have " + values.size() + " values");
    }
  }

  /** A message that is no event. */
  public DataSetMessage(
      DataSetWriter writer,
      DataSetSource source,
      Kind kind,
      long sequenceNumber,
      Instant timestamp,
      List<PublishedField> fields,
      List<DataValue> values) {
    this(writer, source, kind, sequenceNumber, timestamp, "", fields, values);
  }

  /** Part of its topic behind that of its group, empty for nothing. */
  String subtopic() {
    return fields.isEmpty() ? "" : fields.get(0).subtopic();
  }

  /** Messages of one field each; this one if it has no more than that. */
  List<DataSetMessage> byField() {
    if (fields.size() < 2) {
      return List.of(this);
    }
    List<DataSetMessage> parts = new ArrayList<>(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      parts.add(withFields(List.of(fields.get(i)), List.of(values.get(i))));
    }
    return parts;
  }

  /** Returns the same message with another time. */
  DataSetMessage withTimestamp(Instant time) {
    return new DataSetMessage(
        writer, source, kind, sequenceNumber, time, eventName, fields, values);
  }

  /** Returns the same message with these of its fields. */
  DataSetMessage withFields(List<PublishedField> some, List<DataValue> ofThem) {
    return new DataSetMessage(
        writer, source, kind, sequenceNumber, timestamp, eventName, some, ofThem);
  }

  /** Kind of content. */
  public enum Kind {
    /** All fields. */
    KEY_FRAME("ua-keyframe"),
    /** Fields that changed. */
    DELTA_FRAME("ua-deltaframe"),
    /** The last value of one field, repeated. */
    HEARTBEAT("ua-deltaframe"),
    /** No fields: a keep-alive. */
    KEEP_ALIVE("ua-keepalive"),
    /** One event; the fields are those of the event. */
    EVENT("ua-event"),
    /** One active condition; the fields are those of its last event. */
    CONDITION("ua-condition");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Returns whether the fields are those of one event, which stay together. */
    public boolean isEvent() {
      return this == EVENT || this == CONDITION;
    }

    /** The MessageType on the wire. */
    public String text() {
      return text;
    }
  }
}
