package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.DataTypeCodec;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryDecoder;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;

/**
 * Reads structures (Part 6, 5.4.2.16): {@code {"TypeId": …, "Encoding": …, "Body": …}}, or the
 * fields alone where the data type is known. What comes out is encoded in binary, so that a
 * structure which can not be sent is refused here.
 */
record ExtensionObjectReader(
    VariantReader variants, IdentifierReader identifiers, EncodingContext context) {

  static final ExtensionObject NOTHING =
      ExtensionObject.of(ByteString.NULL_VALUE, NodeId.NULL_VALUE);

  /** Returns whether a codec is there for a data type or for one of its encodings. */
  boolean knows(NodeId type) {
    return codec(type).isPresent();
  }

  /**
   * Reads a structure.
   *
   * @param dataType its type when the JSON does not say it; Structure when nobody knows
   */
  ExtensionObject read(JsonNode json, NodeId dataType) {
    if (json.isNull()) {
      return NOTHING;
    }
    if (json.isObject() && Members.nameOf(json, "TypeId").isPresent()) {
      return typed(json);
    }
    if (json.isTextual()) {
      return binary(json, dataType);
    }
    return encoded(json, structure(json, dataType));
  }

  /** The structure whose fields all have their defaults; nothing where its fields are not known. */
  ExtensionObject defaultOf(NodeId dataType) {
    return knows(dataType) ? read(JsonNodeFactory.instance.objectNode(), dataType) : NOTHING;
  }

  /** Reads a structure from the object of its fields. */
  UaStructuredType structure(JsonNode json, NodeId dataType) {
    return structure(json, codecOf(json, dataType), definition(dataType));
  }

  /** Reads a structure of a codec. */
  UaStructuredType structure(
      JsonNode json, DataTypeCodec codec, Optional<StructureDefinition> definition) {
    if (!json.isObject()) {
      throw ValueFaultException.of(
          json,
          "is no structure",
          "Write an object of its fields, as in {\"Low\":0,\"High\":100}.");
    }
    MemberReader members = new MemberReader(json, definition, variants, this);
    UaStructuredType structure;
    try {
      structure = codec.decode(context, new StructureReader(members, context));
    } catch (UaSerializationException | IllegalArgumentException e) {
      // A codec that was made from the server's definition says so when a value is not in it.
      throw unreadable(json, e);
    }
    members.refuseOthers();
    return structure;
  }

  /** Reader of the elements of an array of structures of one type. */
  ElementReader elements(NodeId dataType) {
    Class<?> type =
        codec(dataType).<Class<?>>map(DataTypeCodec::getType).orElse(UaStructuredType.class);
    return new ElementReader(
        OpcUaDataType.ExtensionObject, type, json -> structure(json, dataType));
  }

  private DataTypeCodec codecOf(JsonNode json, NodeId dataType) {
    return codec(dataType)
        .orElseThrow(
            () ->
                ValueFaultException.of(
                    json,
                    "is a structure of an unknown type",
                    "Write {\"TypeId\":\"…\",\"Body\":{…}} with a type that the server has, or the"
                        + " Body in Base64 of its binary encoding."));
  }

  private Optional<StructureDefinition> definition(NodeId dataType) {
    return variants
        .types()
        .definition(dataType)
        .filter(StructureDefinition.class::isInstance)
        .map(StructureDefinition.class::cast);
  }

  private ExtensionObject typed(JsonNode json) {
    NodeId type = Members.find(json, "TypeId").map(id -> typeId(id)).orElse(NodeId.NULL_VALUE);
    JsonNode body = Members.find(json, "Body").orElseGet(NullNode::getInstance);
    try {
      return switch (encoding(json, body)) {
        case BINARY -> binary(body, type);
        case XML -> xml(body, type);
        default -> body.isNull() && type.isNull() ? NOTHING : encoded(body, structure(body, type));
      };
    } catch (ValueFaultException e) {
      throw e.in("Body");
    }
  }

  private NodeId typeId(JsonNode json) {
    try {
      return identifiers.nodeId(json);
    } catch (ValueFaultException e) {
      throw e.in("TypeId");
    }
  }

  private enum Encoding {
    JSON,
    BINARY,
    XML
  }

  private static Encoding encoding(JsonNode json, JsonNode body) {
    String name =
        Members.find(json, "Encoding").map(JsonNode::asText).orElse("").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "xml", "2" -> Encoding.XML;
      case "", "none", "json", "0", "binary", "1", "bytestring" ->
          body.isTextual() ? Encoding.BINARY : Encoding.JSON;
      default ->
          throw ValueFaultException.of(
                  json, "has an unknown encoding", "Write \"Json\", \"Binary\" or \"Xml\".")
              .in("Encoding");
    };
  }

  private ExtensionObject binary(JsonNode json, NodeId type) {
    byte[] bytes =
        ScalarReader.base64(json.asText().strip())
            .orElseThrow(
                () ->
                    ValueFaultException.of(
                        json,
                        "is no Base64",
                        "Write an object of the structure's fields, or its binary encoding in"
                            + " Base64."));
    NodeId encoding = context.getDataTypeManager().getBinaryEncodingId(type);
    if (encoding == null && (type.equals(NodeIds.Structure) || type.isNull())) {
      throw ValueFaultException.of(
          json, "does not say its type", "Write {\"TypeId\":\"…\",\"Body\":\"…\"}.");
    }
    codec(type).ifPresent(codec -> requireWhole(json, bytes, codec));
    return ExtensionObject.of(ByteString.of(bytes), encoding == null ? type : encoding);
  }

  /** Refuses bytes that are no structure of their type, or more than one. */
  private void requireWhole(JsonNode json, byte[] bytes, DataTypeCodec codec) {
    ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
    try {
      codec.decode(context, new OpcUaBinaryDecoder(context).setBuffer(buffer));
    } catch (RuntimeException e) {
      // Codecs say with any exception that bytes are missing or wrong.
      throw unreadable(json, e);
    }
    if (buffer.isReadable()) {
      throw ValueFaultException.of(
          json,
          "has " + buffer.readableBytes() + " bytes more than a structure of its type",
          "Write the binary encoding of one.");
    }
  }

  private ExtensionObject xml(JsonNode json, NodeId type) {
    String xml =
        ScalarReader.xml(json.asText())
            .orElseThrow(
                () ->
                    ValueFaultException.of(
                        json, "is no XML", "Write XML, or its UTF-8 bytes in Base64."));
    NodeId encoding = context.getDataTypeManager().getXmlEncodingId(type);
    return ExtensionObject.of(XmlElement.of(xml), encoding == null ? type : encoding);
  }

  private ExtensionObject encoded(JsonNode json, UaStructuredType structure) {
    try {
      return ExtensionObject.encode(context, structure);
    } catch (UaSerializationException e) {
      throw unreadable(json, e);
    } catch (NullPointerException e) {
      // Codecs of enumerations have nothing for a number that is none of theirs, and encode none.
      ValueFaultException fault =
          ValueFaultException.of(
              json,
              "lacks an enumeration that has no constant 0, or has a number that is none of it",
              "Write the number of one of its constants.");
      fault.initCause(e);
      throw fault;
    }
  }

  private static ValueFaultException unreadable(JsonNode json, RuntimeException cause) {
    ValueFaultException fault =
        ValueFaultException.of(
            json,
            "is no structure of its type: " + cause.getMessage(),
            "Write the fields that the data type has.");
    fault.initCause(cause);
    return fault;
  }

  private Optional<DataTypeCodec> codec(NodeId type) {
    return Optional.ofNullable(context.getDataTypeManager().getCodec(type));
  }
}
