package org.bactrian.edge.publisher.message;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.opcua.json.ValueFormat;
import org.bactrian.opcua.json.ValueWriter;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * Encodes the fields that do not come from the server: extension fields that the user adds to a
 * writer, and the source of the values. Encoded once a writer. Not thread-safe.
 */
final class ExtensionFields {

  private static final Set<String> OWN = Set.of("EndpointUrl", "ApplicationUri");
  private static final Set<String> OF_SAMPLES =
      Set.of("EndpointUrl", "ApplicationUri", "WriterGroupId");
  private static final int KEPT_WRITERS = 10_000;

  private final String group;
  private final MessageLayout layout;
  private final ValueFormat format;
  private final Map<DataSetWriter, List<SerializableString>> members = new IdentityHashMap<>();
  private final Map<DataSetWriter, SerializableString> samples = new IdentityHashMap<>();

  ExtensionFields(String group, MessageLayout layout, ValueFormat format) {
    this.group = group;
    this.layout = layout;
    this.format = format;
  }

  /** Returns whether there are none for the messages of a writer. */
  boolean areNone(DataSetWriter writer) {
    return !layout.full() && writer.extensionFields().isEmpty();
  }

  /** Writes the fields that follow those of a message. */
  void writeMembers(FieldBuffer buffer, DataSetMessage message) throws IOException {
    List<SerializableString> known = members.get(message.writer());
    if (known == null) {
      known = membersOf(message.writer());
      keep(members, message.writer(), known);
    }
    for (SerializableString member : known) {
      buffer.begin(FieldEncoder.EXTENSION).writeRaw(member);
      buffer.end();
    }
    if (layout.full()) {
      own(buffer, "EndpointUrl", message.writer().endpointUrl());
      own(buffer, "ApplicationUri", message.source().applicationUri());
    }
  }

  /** The object that a sample carries. */
  SerializableString ofSamples(DataSetWriter writer) throws IOException {
    SerializableString known = samples.get(writer);
    if (known == null) {
      known = sampleObject(writer);
      keep(samples, writer, known);
    }
    return known;
  }

  private List<SerializableString> membersOf(DataSetWriter writer) throws IOException {
    List<SerializableString> fields = new ArrayList<>();
    for (Map.Entry<String, String> field : writer.extensionFields().entrySet()) {
      if (!(layout.full() && OWN.contains(field.getKey()))) {
        fields.add(member(field.getKey(), variantOf(field.getValue())));
      }
    }
    return List.copyOf(fields);
  }

  private void own(FieldBuffer buffer, String name, String value) throws IOException {
    buffer.begin(FieldEncoder.EXTENSION).writeRaw(member(name, Variant.ofString(value)));
    buffer.end();
  }

  private SerializableString member(String name, Variant value) throws IOException {
    ByteSink sink = new ByteSink(64);
    try (JsonGenerator out = FieldBuffer.JSON.createGenerator(sink)) {
      ValueWriter values = new ValueWriter(out, format, DefaultEncodingContext.INSTANCE);
      if (layout.raw()) {
        values.value(value.getValue());
      } else {
        out.writeStartObject();
        out.writeFieldName("Value");
        values.variant(value);
        out.writeEndObject();
      }
    }
    return JsonTexts.raw(JsonTexts.quoted(name) + ":" + sink);
  }

  private SerializableString sampleObject(DataSetWriter writer) throws IOException {
    StringBuilder object = new StringBuilder("{\"WriterGroupId\":").append(JsonTexts.quoted(group));
    writer
        .extensionFields()
        .forEach(
            (name, json) -> {
              if (!OF_SAMPLES.contains(name)) {
                object.append(',').append(JsonTexts.quoted(name)).append(':');
                object.append(JsonTexts.quoted(nodeOf(json).asText(json)));
              }
            });
    return JsonTexts.raw(object.append('}').toString());
  }

  /** The value of a JSON text; an object or array stays the JSON that it is. */
  private static Variant variantOf(String json) {
    JsonNode node = nodeOf(json);
    if (node.isTextual()) {
      return Variant.ofString(node.textValue());
    } else if (node.isBoolean()) {
      return Variant.ofBoolean(node.booleanValue());
    } else if (node.isInt()) {
      return Variant.ofInt32(node.intValue());
    } else if (node.isLong()) {
      return Variant.ofInt64(node.longValue());
    } else if (node.isNumber()) {
      return Variant.ofDouble(node.doubleValue());
    } else if (node.isNull()) {
      return Variant.NULL_VALUE;
    }
    return Variant.ofExtensionObject(ExtensionObject.of(node.toString(), NodeId.NULL_VALUE));
  }

  private static JsonNode nodeOf(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      return node.isMissingNode() ? JSON.getNodeFactory().textNode(json) : node;
    } catch (JsonProcessingException e) {
      // Text that a user wrote without quotes is text.
      return JSON.getNodeFactory().textNode(json);
    }
  }

  private static <T> void keep(Map<DataSetWriter, T> kept, DataSetWriter writer, T value) {
    if (kept.size() >= KEPT_WRITERS) {
      kept.clear();
    }
    kept.put(writer, value);
  }
}
