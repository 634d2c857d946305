package org.bactrian.edge.publisher.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.model.json.JsonTrees;
import org.bactrian.model.registry.Sha1Text;
import org.bactrian.opcua.json.ValueFormat;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * JSON schema (draft 7) of the messages with values and events that a WriterGroup sends. Metadata
 * and gaps are other messages.
 */
public final class NetworkMessageSchema {

  /** Content type of a message that is a schema. */
  public static final String CONTENT_TYPE = "application/schema+json";

  /** Type of a message that is a schema. */
  public static final String MESSAGE_TYPE = "schema";

  /** Property of a message that names the schema of its body. */
  public static final String PROPERTY = "dataschema";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final long LARGEST = 0xFFFFFFFFL;

  private final WriterGroup group;
  private final MessageLayout layout;
  private final SchemaDefinitions definitions = new SchemaDefinitions();

  private NetworkMessageSchema(WriterGroup group) {
    this.group = group;
    this.layout = MessageLayout.of(group.format(), group.trigger().batches());
  }

  /** Returns what names the schema of a group: its only writer, else the group and its topic. */
  public static String nameOf(WriterGroup group) {
    return group.writers().size() == 1
        ? group.writers().get(0).name()
        : group.name() + "|" + Sha1Text.of(group.topic());
  }

  /**
   * Encodes the schema of a group.
   *
   * @param writers writers of the group as servers describe their fields
   */
  public static NetworkMessage of(
      WriterGroup group, Map<DataSetWriter, DataSetDescription> writers) {
    try {
      return NetworkMessageBuilder.builder()
          .body(JsonTrees.JSON.writeValueAsBytes(new NetworkMessageSchema(group).schema(writers)))
          .messageId(UUID.randomUUID().toString())
          .contentType(CONTENT_TYPE)
          .contentEncoding(MessageProperties.CONTENT_ENCODING)
          .messageType(MESSAGE_TYPE)
          .writers(writers.keySet().stream().map(DataSetWriter::name).toList())
          .properties(Map.of())
          .subtopic("")
          .build();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode schema(Map<DataSetWriter, DataSetDescription> writers) {
    List<ObjectNode> messages = new ArrayList<>();
    writers.forEach((writer, description) -> messages.addAll(messages(writer, description)));
    ObjectNode schema = NODES.objectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", nameOf(group));
    schema.setAll(body(either(messages)));
    schema.set("definitions", definitions.all());
    return schema;
  }

  private ObjectNode body(ObjectNode message) {
    return switch (layout.envelope()) {
      case NONE -> message;
      case ARRAY -> array(message);
      case NETWORK_MESSAGE -> networkMessage(message);
      case NETWORK_MESSAGE_ARRAY -> array(networkMessage(message));
    };
  }

  private static ObjectNode networkMessage(ObjectNode message) {
    ObjectNode properties = NODES.objectNode();
    properties.set("MessageId", ValueSchemas.typed("string"));
    properties.set("MessageType", NODES.objectNode().put("const", "ua-data"));
    properties.set("PublisherId", ValueSchemas.typed("string"));
    properties.set("DataSetClassId", ValueSchemas.typed("string").put("format", "uuid"));
    properties.set("DataSetWriterGroup", ValueSchemas.typed("string"));
    properties.set("Messages", array(message));
    return ValueSchemas.object(properties, "MessageId", "MessageType", "PublisherId", "Messages");
  }

  private List<ObjectNode> messages(DataSetWriter writer, DataSetDescription description) {
    boolean strict = layout.strict();
    ValueFormat format =
        new ValueFormat(strict, layout.reversible(), group.format().namespaceFormat());
    Map<NodeId, DescribedType> types = description.types();
    ValueSchemas values = new ValueSchemas(format, types, definitions);
    if (layout.samples()) {
      return writer.fields().stream().map(field -> sample(field, description, values)).toList();
    }
    ObjectNode payload = payload(writer, description, values);
    return List.of(layout.messageHeader() ? dataSetMessage(writer, payload) : payload);
  }

  private ObjectNode dataSetMessage(DataSetWriter writer, ObjectNode payload) {
    ObjectNode properties = NODES.objectNode();
    List<String> required =
        new ArrayList<>(List.of("MetaDataVersion", "Timestamp", "MessageType", "Payload"));
    if (layout.writerId()) {
      properties.set("DataSetWriterId", layout.strict() ? number(writer) : name(writer));
      required.add("DataSetWriterId");
    }
    properties.set("SequenceNumber", ValueSchemas.integer(0, LARGEST));
    ObjectNode version = NODES.objectNode();
    version.set("MajorVersion", ValueSchemas.integer(0, LARGEST));
    version.set("MinorVersion", ValueSchemas.integer(0, LARGEST));
    properties.set("MetaDataVersion", ValueSchemas.object(version));
    properties.set("Timestamp", ValueSchemas.dateTime());
    ArrayNode kinds = properties.putObject("MessageType").putArray("enum");
    Arrays.stream(DataSetMessage.Kind.values())
        .map(DataSetMessage.Kind::text)
        .distinct()
        .forEach(kinds::add);
    if (layout.strict()) {
      properties.set("DataSetWriterName", name(writer));
      required.add("DataSetWriterName");
    }
    properties.set("Payload", payload);
    return ValueSchemas.object(properties, required.toArray(String[]::new));
  }

  private static ObjectNode number(DataSetWriter writer) {
    return NODES.objectNode().put("const", writer.number());
  }

  /** The name of a writer, which events add their type to. */
  private static ObjectNode name(DataSetWriter writer) {
    return publishesEvents(writer)
        ? ValueSchemas.typed("string")
        : NODES.objectNode().put("const", writer.name());
  }

  private static boolean publishesEvents(DataSetWriter writer) {
    return writer.fields().stream().anyMatch(PublishedField::publishesEvents);
  }

  private ObjectNode payload(
      DataSetWriter writer, DataSetDescription description, ValueSchemas values) {
    ObjectNode properties = NODES.objectNode();
    List<ObjectNode> bare = new ArrayList<>();
    for (PublishedField field : writer.fields()) {
      if (!field.publishesEvents()) {
        FieldDescription type = description.fields().get(field.item().key());
        ObjectNode value = layout.raw() ? values.value(type) : values.dataValue(type, true);
        properties.set(field.name(), value);
        bare.add(value);
      }
    }
    writer.extensionFields().keySet().forEach(name -> properties.set(name, ValueSchemas.any()));
    if (layout.full()) {
      properties.set("EndpointUrl", ValueSchemas.any());
      properties.set("ApplicationUri", ValueSchemas.any());
    }
    ObjectNode payload = ValueSchemas.object(properties);
    if (publishesEvents(writer)) {
      payload.remove("additionalProperties");
    }
    if (!layout.bareSingleValues() || layout.full() || !writer.extensionFields().isEmpty()) {
      return payload;
    }
    bare.add(0, payload);
    if (publishesEvents(writer)) {
      bare.add(ValueSchemas.any());
    }
    return either(bare);
  }

  private ObjectNode sample(
      PublishedField field, DataSetDescription description, ValueSchemas values) {
    boolean event = field.publishesEvents();
    FieldDescription type = event ? null : description.fields().get(field.item().key());
    ObjectNode properties = NODES.objectNode();
    properties.set(
        "NodeId",
        event ? ValueSchemas.typed("string") : NODES.objectNode().put("const", field.nodeId()));
    properties.set("EndpointUrl", ValueSchemas.typed("string"));
    properties.set("DisplayName", ValueSchemas.typed("string"));
    properties.set(
        "Value",
        event
            ? ValueSchemas.any()
            : either(List.of(values.variant(type), values.dataValue(type, false))));
    if (layout.full()) {
      properties.set("ApplicationUri", ValueSchemas.typed("string"));
      properties.set("Timestamp", ValueSchemas.dateTime());
      properties.set("Heartbeat", ValueSchemas.typed("boolean"));
      properties.set("SequenceNumber", ValueSchemas.integer(0, LARGEST));
      properties.set("ExtensionFields", ValueSchemas.typed("object"));
    }
    return ValueSchemas.object(properties, "NodeId", "EndpointUrl", "Value");
  }

  private static ObjectNode array(ObjectNode items) {
    ObjectNode schema = ValueSchemas.typed("array");
    schema.set("items", items);
    return schema;
  }

  private static ObjectNode either(List<ObjectNode> schemas) {
    List<ObjectNode> distinct = schemas.stream().distinct().toList();
    if (distinct.size() < 2) {
      return distinct.isEmpty() ? ValueSchemas.any() : distinct.get(0);
    }
    ObjectNode schema = NODES.objectNode();
    schema.putArray("anyOf").addAll(distinct);
    return schema;
  }
}
