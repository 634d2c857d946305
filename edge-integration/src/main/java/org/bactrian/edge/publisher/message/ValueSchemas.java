package org.bactrian.edge.publisher.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bactrian.opcua.json.ValueFormat;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.StructureType;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;
import org.jspecify.annotations.Nullable;

/**
 * JSON schemas of the values of one server as {@link org.bactrian.opcua.json.ValueWriter} writes
 * them. What a server does not describe may be any JSON. Not thread-safe.
 */
final class ValueSchemas {

  /** Deepest array that is described; servers say any number. */
  private static final int DEEPEST = 8;

  private static final int SCALAR_OR_ONE_DIMENSION = -3;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ValueFormat format;
  private final Map<NodeId, DescribedType> types;
  private final SchemaDefinitions definitions;
  private final Map<NodeId, ObjectNode> structures = new HashMap<>();

  /**
   * @param types types that the server defines
   * @param definitions receives the schemas that have a name
   */
  ValueSchemas(
      ValueFormat format, Map<NodeId, DescribedType> types, SchemaDefinitions definitions) {
    this.format = format;
    this.types = types;
    this.definitions = definitions;
  }

  /** Returns the schema of the bare value of a field. */
  ObjectNode value(@Nullable FieldDescription field) {
    return field == null
        ? any()
        : ranked(ofType(field.dataType(), field.builtInType()), field.valueRank());
  }

  /** Returns the schema of a variant, which says its type when the format is reversible. */
  ObjectNode variant(@Nullable FieldDescription field) {
    ObjectNode body = value(field);
    if (!format.reversible()) {
      return body;
    }
    ObjectNode properties = NODES.objectNode();
    properties.set("Type", typed("string"));
    properties.set("Body", body);
    return object(properties, "Type", "Body");
  }

  /**
   * Returns the schema of an object of value, status and times.
   *
   * @param valueRequired whether it has a value in any case
   */
  ObjectNode dataValue(@Nullable FieldDescription field, boolean valueRequired) {
    ObjectNode status = NODES.objectNode();
    status.set("Symbol", typed("string"));
    status.set("Code", integer(0, 0xFFFFFFFFL));
    ObjectNode statusCode = NODES.objectNode();
    statusCode.putArray("type").add("object").add("integer");
    statusCode.set("properties", status);
    ObjectNode properties = NODES.objectNode();
    properties.set("Value", variant(field));
    properties.set("StatusCode", statusCode);
    properties.set("SourceTimestamp", dateTime());
    properties.set("ServerTimestamp", dateTime());
    return definitions.define(
        nameOf(field) + (valueRequired ? "DataValue" : "Sample"),
        valueRequired ? object(properties, "Value") : object(properties));
  }

  /** Returns the schema of an object that has no other properties. */
  static ObjectNode object(ObjectNode properties, String... required) {
    ObjectNode schema = typed("object");
    schema.set("properties", properties);
    schema.put("additionalProperties", false);
    if (required.length > 0) {
      ArrayNode names = schema.putArray("required");
      for (String name : required) {
        names.add(name);
      }
    }
    return schema;
  }

  static ObjectNode any() {
    return NODES.objectNode();
  }

  static ObjectNode typed(String type) {
    return NODES.objectNode().put("type", type);
  }

  static ObjectNode dateTime() {
    return typed("string").put("format", "date-time");
  }

  static ObjectNode integer(long smallest, long largest) {
    return typed("integer").put("minimum", smallest).put("maximum", largest);
  }

  private String nameOf(@Nullable FieldDescription field) {
    if (field == null) {
      return "Any";
    }
    DescribedType type = types.get(field.dataType());
    String own = type == null ? null : type.name().name();
    String name = own == null || own.isEmpty() ? field.builtInType().name() : own;
    return switch (field.valueRank()) {
      case -1 -> name;
      case 1 -> name + "Array";
      default -> name + "Values";
    };
  }

  /** An array of as many dimensions as a rank says (Part 3, 5.6.2). */
  private static ObjectNode ranked(ObjectNode element, int rank) {
    if (rank == -1) {
      return element;
    } else if (rank == 0) {
      return array(any());
    } else if (rank == SCALAR_OR_ONE_DIMENSION) {
      ObjectNode either = NODES.objectNode();
      either.putArray("anyOf").add(element).add(array(element.deepCopy()));
      return either;
    } else if (rank < 0 || rank > DEEPEST) {
      return any();
    }
    ObjectNode schema = element;
    for (int i = 0; i < rank; i++) {
      schema = array(schema);
    }
    return schema;
  }

  private static ObjectNode array(ObjectNode items) {
    ObjectNode schema = NODES.objectNode();
    schema.putArray("type").add("array").add("null");
    schema.set("items", items);
    return schema;
  }

  private ObjectNode ofType(NodeId type, OpcUaDataType builtIn) {
    DescribedType described = types.get(type);
    return described != null && described.definition() instanceof StructureDefinition definition
        ? structure(type, described, definition)
        : scalar(builtIn);
  }

  private ObjectNode structure(
      NodeId type, DescribedType described, StructureDefinition definition) {
    ObjectNode known = structures.get(type);
    if (known != null) {
      return known;
    }
    // A structure that contains itself is any JSON there.
    structures.put(type, any());
    ObjectNode schema =
        isUnion(definition)
            ? any()
            : definitions.define(
                Objects.requireNonNullElse(described.name().name(), ""), members(definition));
    structures.put(type, schema);
    return schema;
  }

  private static boolean isUnion(StructureDefinition definition) {
    return definition.getStructureType() == StructureType.Union
        || definition.getStructureType() == StructureType.UnionWithSubtypedValues;
  }

  /** The members, which are left out where they are 0; what no codec knows is a text. */
  private ObjectNode members(StructureDefinition definition) {
    ObjectNode properties = NODES.objectNode();
    StructureField[] fields = definition.getFields();
    if (fields != null) {
      for (StructureField field : fields) {
        if (field.getName() != null) {
          Integer rank = field.getValueRank();
          properties.set(
              field.getName(), ranked(member(field.getDataType()), rank == null ? -1 : rank));
        }
      }
    }
    ObjectNode body = NODES.objectNode();
    body.putArray("type").add("object").add("string").add("null");
    body.set("properties", properties);
    if (!format.reversible()) {
      return body;
    }
    ObjectNode wrapped = NODES.objectNode();
    wrapped.putArray("type").add("object").add("null");
    wrapped.putObject("properties").set("Body", body);
    return wrapped;
  }

  private ObjectNode member(@Nullable NodeId type) {
    if (type == null) {
      return any();
    }
    DescribedType described = types.get(type);
    if (described != null && described.definition() instanceof EnumDefinition) {
      return nullable(format.reversible() ? "integer" : "string");
    }
    boolean builtIn =
        type.getNamespaceIndex().intValue() == 0
            && type.getIdentifier() instanceof UInteger id
            && OpcUaDataType.isBuiltin(id.intValue());
    return builtIn
        ? scalar(OpcUaDataType.fromTypeId(((UInteger) type.getIdentifier()).intValue()))
        : described == null ? any() : ofType(type, OpcUaDataType.Variant);
  }

  private ObjectNode scalar(OpcUaDataType type) {
    return switch (type) {
      case Boolean -> nullable("boolean");
      case SByte -> number(Byte.MIN_VALUE, Byte.MAX_VALUE);
      case Byte -> number(0, 0xFF);
      case Int16 -> number(Short.MIN_VALUE, Short.MAX_VALUE);
      case UInt16 -> number(0, 0xFFFF);
      case Int32 -> number(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case UInt32 -> number(0, 0xFFFFFFFFL);
      case Int64, UInt64 ->
          format.strict() ? nullable("string").put("pattern", "^-?[0-9]+$") : nullable("integer");
      case Float, Double -> floatingPoint();
      case String -> nullable("string");
      case DateTime -> nullable("string").put("format", "date-time");
      case Guid -> nullable("string").put("format", "uuid");
      case ByteString, XmlElement -> nullable("string").put("contentEncoding", "base64");
      case NodeId, ExpandedNodeId -> nullable(format.strict() ? "object" : "string");
      case QualifiedName -> nullable(format.reversible() && !format.strict() ? "string" : "object");
      case LocalizedText -> nullable(format.reversible() ? "object" : "string");
      default -> any();
    };
  }

  private static ObjectNode nullable(String type) {
    ObjectNode schema = NODES.objectNode();
    schema.putArray("type").add(type).add("null");
    return schema;
  }

  private static ObjectNode number(long smallest, long largest) {
    return nullable("integer").put("minimum", smallest).put("maximum", largest);
  }

  private static ObjectNode floatingPoint() {
    ObjectNode schema = NODES.objectNode();
    ArrayNode either = schema.putArray("anyOf");
    either.add(nullable("number"));
    ObjectNode text = either.addObject();
    text.putArray("enum").add("NaN").add("Infinity").add("-Infinity");
    return schema;
  }
}
