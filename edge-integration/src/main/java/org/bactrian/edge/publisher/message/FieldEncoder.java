package org.bactrian.edge.publisher.message;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.json.TimestampText;
import org.bactrian.opcua.json.TypedNull;
import org.bactrian.opcua.json.ValueFormat;
import org.bactrian.opcua.json.ValueWriter;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.jspecify.annotations.Nullable;

/** Encodes the fields of DataSetMessages into a {@link FieldBuffer}. Not thread-safe. */
final class FieldEncoder {

  /** Number of a field that is not one of the message's. */
  static final int EXTENSION = -1;

  /** Type of the fields of an event as one value, as OPC Publisher names it. */
  private static final String DICTIONARY = "s=EncodeableDictionary_Encoding_DefaultJson";

  private final MessageLayout layout;
  private final JsonTexts texts;
  private final ExtensionFields extensions;
  private final DroppedValueLog droppedValues;
  private final FieldBuffer buffer;
  private final SamplePrefixes samplePrefixes = new SamplePrefixes();
  private final TimestampText time = new TimestampText();

  FieldEncoder(
      MessageLayout layout,
      ValueFormat format,
      JsonTexts texts,
      ExtensionFields extensions,
      DroppedValueLog droppedValues)
      throws IOException {
    this.layout = layout;
    this.texts = texts;
    this.extensions = extensions;
    this.droppedValues = droppedValues;
    this.buffer = new FieldBuffer(format);
  }

  /** Returns whether a message has one field, whose value stands for it. */
  boolean isBare(DataSetMessage message) {
    return layout.bareSingleValues()
        && message.fields().size() == 1
        && extensions.areNone(message.writer());
  }

  /** The fields of a message as members of its payload, or the value that stands for it. */
  FieldBuffer members(DataSetMessage message) throws IOException {
    buffer.clear();
    boolean bare = isBare(message);
    List<PublishedField> fields = message.fields();
    List<DataValue> values = message.values();
    for (int i = 0; i < fields.size(); i++) {
      JsonGenerator out = buffer.begin(i);
      try {
        if (!bare) {
          out.writeRaw(texts.member(fields.get(i).name()));
        }
        member(buffer.values(message.source().context()), values.get(i));
        buffer.end();
      } catch (IOException | RuntimeException e) {
        drop(fields.get(i), e);
      }
    }
    if (message.kind() != DataSetMessage.Kind.KEEP_ALIVE) {
      extensions.writeMembers(buffer, message);
    }
    buffer.complete();
    return buffer;
  }

  /**
   * The fields of a message as samples, one a field; the fields of an event are one sample, unless
   * there is only one.
   *
   * @param sequenceNumbers the number of the sample at a place
   */
  FieldBuffer samples(DataSetMessage message, LongUnaryOperator sequenceNumbers)
      throws IOException {
    buffer.clear();
    if (message.kind().isEvent() && message.fields().size() > 1) {
      event(message, sequenceNumbers.applyAsLong(0));
    } else {
      for (int i = 0; i < message.fields().size(); i++) {
        sample(message, i, sequenceNumbers.applyAsLong(i));
      }
    }
    buffer.complete();
    return buffer;
  }

  private void member(ValueWriter values, DataValue value) throws IOException {
    if (layout.raw()) {
      values.value(value.getValue().getValue());
    } else {
      values.field(value, layout.serverTimestamp());
    }
  }

  private void sample(DataSetMessage message, int i, long sequenceNumber) throws IOException {
    PublishedField field = message.fields().get(i);
    DataValue value = message.values().get(i);
    JsonGenerator out = buffer.begin(i);
    try {
      ValueWriter values = buffer.values(message.source().context());
      if (layout.full()) {
        sampleHeader(out, message, field.nodeId(), field.name());
        out.writeFieldName("Value");
        values.dataValue(value, true, false);
        sampleTrailer(out, message, sequenceNumber);
      } else {
        out.writeRaw(samplePrefixes.of(message.writer(), field));
        values.dataValue(value, false, false);
        out.writeRaw('}');
      }
      buffer.end();
    } catch (IOException | RuntimeException e) {
      drop(field, e);
    }
  }

  private void event(DataSetMessage message, long sequenceNumber) throws IOException {
    PublishedField first = message.fields().get(0);
    JsonGenerator out = buffer.begin(0);
    try {
      sampleHeader(out, message, first.nodeId(), message.eventName());
      out.writeFieldName("Value");
      if (layout.reversible()) {
        out.writeStartObject();
        out.writeStringField("Type", "ExtensionObject");
        out.writeFieldName("Body");
        out.writeStartObject();
        out.writeStringField("TypeId", DICTIONARY);
        out.writeStringField("Encoding", "Json");
        out.writeFieldName("Body");
        fieldsOfEvent(out, message);
        out.writeEndObject();
        out.writeEndObject();
      } else {
        fieldsOfEvent(out, message);
      }
      sampleTrailer(out, message, sequenceNumber);
      buffer.end();
    } catch (IOException | RuntimeException e) {
      drop(first, e);
    }
  }

  /** An object of the fields that have a value. */
  private void fieldsOfEvent(JsonGenerator out, DataSetMessage message) throws IOException {
    out.writeStartObject();
    for (int i = 0; i < message.fields().size(); i++) {
      DataValue value = message.values().get(i);
      if (!isNothing(value.value().value())) {
        out.writeFieldName(texts.string(message.fields().get(i).name()));
        buffer.values(message.source().context()).dataValue(value, false, false);
      }
    }
    out.writeEndObject();
  }

  private static boolean isNothing(@Nullable Object value) {
    return value == null
        || value instanceof TypedNull
        || value instanceof LocalizedText text && (text.text() == null || text.text().isEmpty());
  }

  private void sampleHeader(
      JsonGenerator out, DataSetMessage message, String nodeId, String displayName)
      throws IOException {
    out.writeStartObject();
    out.writeFieldName("NodeId");
    out.writeString(texts.string(nodeId));
    out.writeFieldName("EndpointUrl");
    out.writeString(texts.string(message.writer().endpointUrl()));
    if (layout.full()) {
      out.writeFieldName("ApplicationUri");
      out.writeString(texts.string(message.source().applicationUri()));
    }
    if (!displayName.isEmpty()) {
      out.writeFieldName("DisplayName");
      out.writeString(texts.string(displayName));
    }
    if (layout.full()) {
      out.writeFieldName("Timestamp");
      time.write(out, TimestampText.ticksOf(message.timestamp()));
      if (message.kind() == DataSetMessage.Kind.HEARTBEAT) {
        out.writeBooleanField("Heartbeat", true);
      }
    }
  }

  private void sampleTrailer(JsonGenerator out, DataSetMessage message, long sequenceNumber)
      throws IOException {
    if (layout.full()) {
      if (sequenceNumber != 0) {
        out.writeNumberField("SequenceNumber", sequenceNumber);
      }
      out.writeFieldName("ExtensionFields");
      out.writeRawValue(extensions.ofSamples(message.writer()));
    }
    out.writeEndObject();
  }

  private void drop(PublishedField field, Exception cause) throws IOException {
    buffer.discard();
    droppedValues.unwritable(field, cause);
  }
}
