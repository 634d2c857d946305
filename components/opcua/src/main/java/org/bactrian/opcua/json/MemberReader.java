package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.encoding.DataTypeCodec;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of an object as the fields of a structure. A member that is absent or null is
 * what stands for nothing in its field's type, as {@link MemberWriter} leaves it out.
 */
final class MemberReader {

  /** The rank of a field of more than one dimension, whose number its codec does not tell. */
  static final int MATRIX = ExpectedType.ONE_OR_MORE_DIMENSIONS;

  private static final String MASK = "EncodingMask";
  private static final String SWITCH = "SwitchField";

  /** Milo's name for the switch when it writes. */
  private static final String WRITTEN_SWITCH = "SwitchValue";

  private final JsonNode json;
  private final VariantReader variants;
  private final ExtensionObjectReader structures;
  private final List<StructureField> fields;
  private final Set<String> asked = new LinkedHashSet<>();

  /**
   * @param definition the fields of the structure; without it a union must say its switch and
   *     enumerations are read by number only
   */
  MemberReader(
      JsonNode json,
      Optional<StructureDefinition> definition,
      VariantReader variants,
      ExtensionObjectReader structures) {
    this.json = json;
    this.variants = variants;
    this.structures = structures;
    this.fields =
        definition.map(StructureDefinition::getFields).map(Arrays::asList).orElse(List.of());
  }

  Object scalar(String field, OpcUaDataType type) {
    return member(field, type, dataType(field, type), ExpectedType.SCALAR)
        .orElseGet(() -> absent(type));
  }

  /** An array; null when it is absent, but empty where Milo's codecs take none for one. */
  Object array(String field, OpcUaDataType type) {
    return member(field, type, dataType(field, type), 1)
        .orElseGet(() -> type == OpcUaDataType.ExtensionObject ? none(type) : null);
  }

  Matrix matrix(String field, OpcUaDataType type) {
    return asMatrix(field, member(field, type, dataType(field, type), MATRIX));
  }

  /** The numbers of one or more values of an enumeration. */
  Object enumeration(String field, int valueRank) {
    NodeId dataType =
        definitionOf(field).map(StructureField::getDataType).orElse(NodeIds.Enumeration);
    Optional<Object> value = member(field, OpcUaDataType.Int32, dataType, valueRank);
    return switch (valueRank) {
      case ExpectedType.SCALAR -> value.orElse(0);
      case MATRIX -> asMatrix(field, value);
      default -> value.orElseGet(() -> none(OpcUaDataType.Int32));
    };
  }

  /** A structure in a structure; one of nothings when it is absent. */
  UaStructuredType structure(String field, NodeId dataType) {
    return read(field, member -> structures.structure(member, dataType))
        .orElseGet(() -> structures.structure(JsonNodeFactory.instance.objectNode(), dataType));
  }

  UaStructuredType structure(String field, DataTypeCodec codec) {
    return read(field, member -> structures.structure(member, codec, Optional.empty()))
        .orElseGet(
            () ->
                structures.structure(
                    JsonNodeFactory.instance.objectNode(), codec, Optional.empty()));
  }

  UaStructuredType @Nullable [] structures(String field, NodeId dataType) {
    return (UaStructuredType[])
        read(field, member -> ShapeReader.read(member, element(dataType), 1)).orElse(null);
  }

  Matrix structureMatrix(String field, NodeId dataType) {
    return asMatrix(field, read(field, member -> structureMatrix(member, element(dataType))));
  }

  /**
   * The switch of a union or the mask of optional fields, when {@code field} is one: as the object
   * says it, else made of the fields that are there (Part 6, 5.4.2.16).
   */
  Optional<UInteger> choice(String field) {
    if (definitionOf(field).isPresent() || !field.equals(SWITCH) && !field.equals(MASK)) {
      return Optional.empty();
    }
    return Optional.of(field.equals(SWITCH) ? unionSwitch() : mask());
  }

  /** Refuses an object with members that no field has taken. */
  void refuseOthers() {
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!asked.contains(name.toLowerCase(Locale.ROOT))) {
        throw new ValueFaultException(
            "The structure has no field \"" + name + "\"", "Its fields are " + fieldNames() + ".");
      }
    }
  }

  private String fieldNames() {
    return fields.isEmpty()
        ? String.join(", ", asked)
        : String.join(", ", fields.stream().map(StructureField::getName).toList());
  }

  private UInteger unionSwitch() {
    for (String name : List.of(SWITCH, WRITTEN_SWITCH)) {
      if (definitionOf(name).isEmpty() && Members.find(json, name).isPresent()) {
        return (UInteger) scalar(name, OpcUaDataType.UInt32);
      }
    }
    for (int i = 0; i < fields.size(); i++) {
      if (Members.nameOf(json, fields.get(i).getName()).isPresent()) {
        return UInteger.valueOf(i + 1);
      }
    }
    return UInteger.MIN;
  }

  private UInteger mask() {
    long mask = ((UInteger) scalar(MASK, OpcUaDataType.UInt32)).longValue();
    int bit = 0;
    for (StructureField field : fields) {
      if (field.getIsOptional()) {
        if (Members.find(json, field.getName()).isPresent()) {
          mask |= 1L << bit;
        }
        bit++;
      }
    }
    return UInteger.valueOf(mask);
  }

  private Optional<Object> member(String field, OpcUaDataType type, NodeId dataType, int rank) {
    return read(field, member -> variants.member(member, type, dataType, rank));
  }

  private <T> Optional<T> read(String field, Function<JsonNode, T> reader) {
    asked.add(field.toLowerCase(Locale.ROOT));
    Optional<String> name = Members.nameOf(json, field);
    try {
      return name.map(json::get).filter(member -> !member.isNull()).map(reader);
    } catch (ValueFaultException e) {
      throw e.in(name.orElse(field));
    }
  }

  /** The data type that the definition has, as far as it says more than the built-in type. */
  private NodeId dataType(String field, OpcUaDataType type) {
    return definitionOf(field).map(StructureField::getDataType).orElse(type.getNodeId());
  }

  private Optional<StructureField> definitionOf(String name) {
    return fields.stream().filter(field -> name.equals(field.getName())).findFirst();
  }

  private ElementReader element(NodeId dataType) {
    return structures.elements(dataType);
  }

  private static Object structureMatrix(JsonNode member, ElementReader elements) {
    return Envelope.of(member)
        .filter(envelope -> envelope.mayHold(OpcUaDataType.ExtensionObject))
        .map(e -> ShapeReader.inDimensions(e.body(), elements, e.dimensions()))
        .orElseGet(() -> ShapeReader.read(member, elements, MATRIX));
  }

  private static Matrix asMatrix(String field, Optional<Object> value) {
    if (value.isEmpty()) {
      return new Matrix(null);
    }
    if (value.get() instanceof Matrix matrix) {
      return matrix;
    }
    throw new ValueFaultException(
            "An array stands where a matrix belongs", "Write arrays in arrays, as in [[1], [2]].")
        .in(field);
  }

  /** The array of no elements. */
  static Object none(OpcUaDataType type) {
    return Array.newInstance(type.getBackingClass(), 0);
  }

  /** The default of a type: 0, false, or what stands for nothing in it. */
  static @Nullable Object absent(OpcUaDataType type) {
    return switch (type) {
      case String -> null;
      case Boolean -> false;
      case ExtensionObject -> ExtensionObjectReader.NOTHING;
      case Variant -> Variant.NULL_VALUE;
      case DataValue -> new DataValue(Variant.NULL_VALUE, StatusCode.GOOD, null, null, null, null);
      default -> ScalarReader.nothing(type).orElseGet(() -> NumberReader.zero(type));
    };
  }
}
