package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.jspecify.annotations.Nullable;

/** Reads values of known and of abstract types. */
final class VariantReader {

  private final DataTypes types;
  private final ScalarReader scalars;
  private final ExtensionObjectReader structures;

  VariantReader(EncodingContext context, DataTypes types) {
    this.types = types;
    this.scalars = new ScalarReader(context);
    this.structures = new ExtensionObjectReader(this, scalars.identifiers(), context);
  }

  DataTypes types() {
    return types;
  }

  /** Reads a value of whatever type. */
  Variant read(JsonNode json, ExpectedType type) {
    return new Variant(
        value(json, builtInType(type.dataType()), type.dataType(), type.valueRank()));
  }

  /** The default of a type, as {@link ValueReader#defaultOf} has it. */
  Variant defaultOf(ExpectedType type) {
    OpcUaDataType builtIn = builtInType(type.dataType());
    if (type.valueRank() > 1) {
      return new Variant(
          new Matrix(MemberReader.none(builtIn), new int[type.valueRank()], builtIn));
    }
    if (type.valueRank() != ExpectedType.SCALAR) {
      return new Variant(MemberReader.none(builtIn));
    }
    return switch (builtIn) {
      case Variant -> Variant.NULL_VALUE;
      // A variant of null is of no type any more.
      case String -> Variant.ofString("");
      case ExtensionObject -> new Variant(structures.defaultOf(type.dataType()));
      default -> new Variant(MemberReader.absent(builtIn));
    };
  }

  /** Reads what a variant of that type holds; null for a null variant. */
  @Nullable Object value(JsonNode json, OpcUaDataType builtIn, NodeId dataType, int valueRank) {
    if (builtIn == OpcUaDataType.Variant) {
      return abstractValue(json, dataType, valueRank);
    }
    Optional<Envelope> envelope = Envelope.of(json).filter(e -> e.mayHold(builtIn));
    JsonNode body = envelope.map(Envelope::body).orElse(json);
    boolean nullVariant = envelope.filter(e -> e.type() == Envelope.NULL).isPresent();
    if (nullVariant && builtIn == OpcUaDataType.DataValue && valueRank == ExpectedType.SCALAR) {
      // A DataValue without anything else is written as what it holds, here nothing.
      return dataValue(json);
    }
    if (body.isNull()) {
      return valueRank >= ExpectedType.ONE_OR_MORE_DIMENSIONS
          ? null
          : ScalarReader.nothing(builtIn).orElse(null);
    }
    ElementReader elements = elements(builtIn, dataType);
    if (envelope.isPresent() && !envelope.get().dimensions().isEmpty()) {
      return ShapeReader.inDimensions(body, elements, envelope.get().dimensions());
    }
    return ShapeReader.read(body, elements, valueRank);
  }

  /** The built-in type of a data type. */
  OpcUaDataType builtInType(NodeId dataType) {
    return DataTypes.STANDARD
        .builtInType(dataType)
        .or(() -> types.builtInType(dataType))
        .or(() -> structures.knows(dataType) ? structure() : Optional.empty())
        .orElseThrow(
            () ->
                new ValueFaultException(
                    "The data type " + dataType.toParseableString() + " is not known",
                    "Write the value as {\"Type\":\"Double\",\"Body\":5}, or name a data type that"
                        + " the server has."));
  }

  /** Reads a field of a structure; what a variant holds is a {@link Variant} there. */
  @Nullable Object member(JsonNode json, OpcUaDataType builtIn, NodeId dataType, int valueRank) {
    if (builtIn != OpcUaDataType.Variant) {
      return value(json, builtIn, dataType, valueRank);
    }
    ElementReader elements = elements(builtIn, NodeIds.BaseDataType);
    return valueRank == ExpectedType.SCALAR
        ? elements.element(json)
        : ShapeReader.read(json, elements, valueRank);
  }

  /**
   * Reads a DataValue: an object of {@code Value}, {@code StatusCode}, {@code SourceTimestamp} and
   * so on, or a value alone, which is Good and has no timestamps.
   */
  private DataValue dataValue(JsonNode json) {
    boolean inParts =
        json.isObject()
            && !json.isEmpty()
            && Envelope.of(json).isEmpty()
            && Members.any(
                    json,
                    "Value",
                    "StatusCode",
                    "SourceTimestamp",
                    "ServerTimestamp",
                    "SourcePicoseconds",
                    "ServerPicoseconds")
                .isPresent();
    if (!inParts) {
      return new DataValue(
          read(json, ExpectedType.UNKNOWN), StatusCode.GOOD, null, null, null, null);
    }
    Variant value = Variant.NULL_VALUE;
    Optional<JsonNode> body = Members.find(json, "Value");
    if (body.isPresent()) {
      try {
        value = read(body.get(), ExpectedType.UNKNOWN);
      } catch (ValueFaultException e) {
        throw e.in("Value");
      }
    }
    return new DataValue(
        value,
        (StatusCode) part(json, "StatusCode", OpcUaDataType.StatusCode).orElse(StatusCode.GOOD),
        (DateTime) part(json, "SourceTimestamp", OpcUaDataType.DateTime).orElse(null),
        (UShort) part(json, "SourcePicoseconds", OpcUaDataType.UInt16).orElse(null),
        (DateTime) part(json, "ServerTimestamp", OpcUaDataType.DateTime).orElse(null),
        (UShort) part(json, "ServerPicoseconds", OpcUaDataType.UInt16).orElse(null));
  }

  private Optional<Object> part(JsonNode json, String name, OpcUaDataType type) {
    try {
      return Members.find(json, name).map(part -> scalars.read(type, part));
    } catch (ValueFaultException e) {
      throw e.in(name);
    }
  }

  private @Nullable Object abstractValue(JsonNode json, NodeId dataType, int valueRank) {
    Optional<Envelope> envelope = Envelope.of(json);
    if (envelope.isPresent()) {
      return enveloped(envelope.get());
    }
    if (dataType.equals(NodeIds.Number)
        || dataType.equals(NodeIds.Integer)
        || dataType.equals(NodeIds.UInteger)) {
      return number(json, dataType, valueRank);
    }
    return InferredType.read(json, valueRank, this);
  }

  /** Reads a value that says its own type. */
  private @Nullable Object enveloped(Envelope envelope) {
    JsonNode body = envelope.body();
    switch (envelope.type()) {
      case Envelope.NULL:
        return null;
      case Envelope.UNTYPED:
        return InferredType.read(body, envelope.dimensions(), this);
      case Envelope.ANY_NUMBER, Envelope.ANY_NUMBER + 1, Envelope.ANY_UNSIGNED:
        return number(body, new NodeId(0, envelope.type()), ExpectedType.ANY);
      default:
        OpcUaDataType type =
            envelope.type() == Envelope.ENUMERATION
                ? OpcUaDataType.Int32
                : OpcUaDataType.fromTypeId(envelope.type());
        return typed(type, envelope);
    }
  }

  private @Nullable Object typed(OpcUaDataType type, Envelope envelope) {
    JsonNode body = envelope.body();
    if (body.isNull()) {
      return ScalarReader.nothing(type).orElse(null);
    }
    if (type == OpcUaDataType.Variant && !body.isArray()) {
      return abstractValue(body, NodeIds.BaseDataType, ExpectedType.ANY);
    }
    ElementReader elements = elements(type, type.getNodeId());
    if (!envelope.dimensions().isEmpty()) {
      return ShapeReader.inDimensions(body, elements, envelope.dimensions());
    }
    // Who says the type means the text as it stands, but bytes have no other text than Base64.
    boolean mayBeText =
        body.isTextual() && type != OpcUaDataType.Byte && type != OpcUaDataType.SByte;
    return ShapeReader.read(body, elements, mayBeText ? ExpectedType.SCALAR : ExpectedType.ANY);
  }

  private @Nullable Object number(JsonNode json, NodeId dataType, int valueRank) {
    if (json.isNull()) {
      return null;
    }
    ElementReader numbers =
        new ElementReader(
            OpcUaDataType.Variant, element -> new Variant(InferredType.number(element, dataType)));
    Object value = ShapeReader.read(json, numbers, valueRank);
    return value instanceof Variant variant ? variant.getValue() : value;
  }

  private ElementReader elements(OpcUaDataType type, NodeId dataType) {
    return switch (type) {
      case Variant ->
          new ElementReader(
              type,
              json -> new Variant(abstractValue(json, NodeIds.BaseDataType, ExpectedType.ANY)));
      case DataValue -> new ElementReader(type, this::dataValue);
      case ExtensionObject -> new ElementReader(type, json -> structures.read(json, dataType));
      case Int32 -> new ElementReader(type, json -> int32(json, dataType));
      default -> new ElementReader(type, json -> scalars.read(type, json));
    };
  }

  private @Nullable Object int32(JsonNode json, NodeId dataType) {
    return json.isTextual() && !dataType.equals(NodeIds.Int32)
        ? EnumerationReader.read(json, definition(dataType))
        : scalars.read(OpcUaDataType.Int32, json);
  }

  private Optional<EnumDefinition> definition(NodeId dataType) {
    return types
        .definition(dataType)
        .filter(EnumDefinition.class::isInstance)
        .map(EnumDefinition.class::cast);
  }

  private static Optional<OpcUaDataType> structure() {
    return Optional.of(OpcUaDataType.ExtensionObject);
  }
}
