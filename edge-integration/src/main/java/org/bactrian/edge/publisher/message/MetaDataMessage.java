package org.bactrian.edge.publisher.message;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.json.ValueFormat;
import org.bactrian.opcua.json.ValueWriter;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;

/**
 * NetworkMessage that describes the DataSet of a writer (DataSetMetaData, Part 14, 7.2.5.5), in the
 * order of members that OPC Publisher writes.
 */
public final class MetaDataMessage {

  private static final String MESSAGE_TYPE = "ua-metadata";

  private final WriterGroup group;
  private final DataSetWriter writer;
  private final DataSetSource source;
  private final DataSetDescription description;
  private final boolean strict;
  private final ByteSink sink = new ByteSink(4096);
  private final JsonGenerator out;
  private final ValueWriter values;

  private MetaDataMessage(
      WriterGroup group, DataSetWriter writer, DataSetSource source, DataSetDescription description)
      throws IOException {
    this.group = group;
    this.writer = writer;
    this.source = source;
    this.description = description;
    this.strict = group.format().strict();
    this.out = FieldBuffer.JSON.createGenerator(sink);
    this.values =
        new ValueWriter(
            out,
            new ValueFormat(strict, false, group.format().namespaceFormat()),
            source.context());
  }

  /** Returns whether messages of a mode are described; samples say by themselves what they are. */
  public static boolean isSentIn(MessagingMode mode) {
    return mode != MessagingMode.SAMPLES && mode != MessagingMode.FULL_SAMPLES;
  }

  /** Encodes the description of a writer's DataSet. */
  public static NetworkMessage of(
      WriterGroup group,
      DataSetWriter writer,
      DataSetSource source,
      DataSetDescription description) {
    try {
      String id = UUID.randomUUID().toString();
      MetaDataMessage message = new MetaDataMessage(group, writer, source, description);
      message.write(id);
      MessageLayout layout = MessageLayout.of(group.format(), false);
      MessageProperties properties = new MessageProperties(group, layout.schema(), layout.strict());
      return NetworkMessageBuilder.builder()
          .body(message.sink.toByteArray())
          .messageId(id)
          .contentType(MessageProperties.CONTENT_TYPE)
          .contentEncoding(MessageProperties.CONTENT_ENCODING)
          .messageType(MESSAGE_TYPE)
          .writers(List.of(writer.name()))
          .properties(
              properties.of(id, properties.event(writer, source, "Metadata", ""), 0, Instant.now()))
          .subtopic("")
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String id) throws IOException {
    out.writeStartObject();
    out.writeStringField("MessageId", id);
    out.writeStringField("MessageType", MESSAGE_TYPE);
    out.writeStringField("PublisherId", group.publisherId());
    if (strict || writer.number() != 0) {
      out.writeNumberField("DataSetWriterId", writer.number());
    }
    if (!group.name().isEmpty()) {
      out.writeStringField("DataSetWriterGroup", group.name());
    }
    out.writeFieldName("MetaData");
    metaData();
    out.writeStringField("DataSetWriterName", writer.name());
    out.writeEndObject();
    out.flush();
  }

  private void metaData() throws IOException {
    out.writeStartObject();
    out.writeFieldName("Namespaces");
    out.writeStartArray();
    for (String uri : source.namespaces().toArray()) {
      out.writeString(uri == null ? "" : uri);
    }
    out.writeEndArray();
    types("StructureDataTypes", StructureDefinition.class);
    types("EnumDataTypes", EnumDefinition.class);
    out.writeFieldName("SimpleDataTypes");
    out.writeStartArray();
    out.writeEndArray();
    if (!writer.dataSetName().isEmpty()) {
      out.writeStringField("Name", writer.dataSetName());
    }
    text("Description", writer.metaData().description());
    out.writeFieldName("Fields");
    out.writeStartArray();
    for (PublishedField field : writer.fields()) {
      if (!field.publishesEvents()) {
        field(field);
      }
    }
    out.writeEndArray();
    if (!writer.dataSetClassId().isEmpty()) {
      out.writeStringField("DataSetClassId", writer.dataSetClassId());
    }
    out.writeFieldName("ConfigurationVersion");
    out.writeStartObject();
    number("MajorVersion", writer.metaDataVersion().major());
    number("MinorVersion", writer.metaDataVersion().minor());
    out.writeEndObject();
    out.writeEndObject();
  }

  private void number(String name, long value) throws IOException {
    if (strict || value != 0) {
      out.writeNumberField(name, value);
    }
  }

  private void text(String name, String text) throws IOException {
    if (!text.isEmpty()) {
      out.writeFieldName(name);
      out.writeStartObject();
      out.writeStringField("Text", text);
      out.writeEndObject();
    }
  }

  private void types(String name, Class<?> kind) throws IOException {
    out.writeFieldName(name);
    out.writeStartArray();
    for (Map.Entry<NodeId, DescribedType> type : description.types().entrySet()) {
      if (kind.isInstance(type.getValue().definition())) {
        out.writeStartObject();
        out.writeFieldName("DataTypeId");
        values.value(type.getKey());
        out.writeFieldName("Name");
        values.value(type.getValue().name());
        boolean enumeration = kind == EnumDefinition.class;
        out.writeFieldName(enumeration ? "EnumDefinition" : "StructureDefinition");
        values.value(type.getValue().definition());
        if (enumeration) {
          out.writeNumberField("BuiltInType", OpcUaDataType.Int32.getTypeId());
        }
        out.writeEndObject();
      }
    }
    out.writeEndArray();
  }

  private void field(PublishedField field) throws IOException {
    FieldDescription type = description.fields().get(field.item().key());
    out.writeStartObject();
    out.writeStringField("Name", field.name());
    if (type != null) {
      text("Description", type.description());
      out.writeNumberField("BuiltInType", type.builtInType().getTypeId());
      out.writeFieldName("DataType");
      dataType(type.dataType());
      if (type.valueRank() != 0) {
        out.writeNumberField("ValueRank", type.valueRank());
      }
      out.writeFieldName("ArrayDimensions");
      out.writeStartArray();
      for (long length : type.arrayDimensions()) {
        out.writeNumber(length);
      }
      out.writeEndArray();
    }
    out.writeStringField("DataSetFieldId", idOf(field));
    out.writeFieldName("Properties");
    out.writeStartArray();
    out.writeEndArray();
    out.writeEndObject();
  }

  /** The form of OPC Publisher up to 2.9 names the built-in types. */
  private void dataType(NodeId type) throws IOException {
    boolean builtIn =
        type.getNamespaceIndex().intValue() == 0
            && type.getIdentifier() instanceof UInteger id
            && id.intValue() > 0
            && OpcUaDataType.isBuiltin(id.intValue());
    if (builtIn && !strict) {
      out.writeString(
          OpcUaDataType.fromTypeId(((UInteger) type.getIdentifier()).intValue()).name());
    } else {
      values.value(type);
    }
  }

  /** That of the class, else one that stays the same as long as the field does. */
  private String idOf(PublishedField field) {
    return field.classFieldId().isEmpty()
        ? UUID.nameUUIDFromBytes(
                (writer.name() + '\n' + field.item().key()).getBytes(StandardCharsets.UTF_8))
            .toString()
        : field.classFieldId();
  }
}
