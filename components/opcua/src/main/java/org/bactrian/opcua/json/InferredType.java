package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of which nobody says the type, as OPC Publisher does: whole numbers are Int64, above
 * its range UInt64, others Double; a text is the JSON that it contains, a DateTime when it is one
 * with date, time and zone, else a String; elements of one type are an array of it, others an array
 * of Variants; an empty array is null, unless the node holds an array.
 */
final class InferredType {

  /** Shorter texts are no DateTime with seconds and zone. */
  private static final int SHORTEST_TIME = "2026-01-02T03:04:05Z".length();

  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+|0[xX][0-9a-fA-F]+");

  private InferredType() {}

  static @Nullable Object read(JsonNode json, int valueRank, VariantReader variants) {
    if (json.isArray() && json.isEmpty()) {
      return valueRank < ExpectedType.ONE_OR_MORE_DIMENSIONS ? null : new Variant[0];
    }
    if (json.isTextual()) {
      return text(json, variants);
    }
    return json.isArray() ? array(json, variants) : scalar(json);
  }

  static Object read(JsonNode row, List<Integer> dimensions, VariantReader variants) {
    ElementReader any = new ElementReader(OpcUaDataType.Variant, json -> element(json, variants));
    return narrowed(ShapeReader.inDimensions(row, any, dimensions));
  }

  /** Reads a number of an abstract type: Number, Integer or UInteger. */
  static Object number(JsonNode json, NodeId dataType) {
    if (dataType.equals(NodeIds.UInteger)) {
      return NumberReader.read(OpcUaDataType.UInt64, json);
    }
    if (dataType.equals(NodeIds.Number) && !isWhole(json)) {
      return NumberReader.read(OpcUaDataType.Double, json);
    }
    try {
      return NumberReader.read(OpcUaDataType.Int64, json);
    } catch (ValueFaultException notSigned) {
      if (dataType.equals(NodeIds.Integer)) {
        throw notSigned;
      }
      return NumberReader.read(OpcUaDataType.UInt64, json);
    }
  }

  private static boolean isWhole(JsonNode json) {
    return json.isIntegralNumber()
        || json.isTextual() && WHOLE.matcher(LenientText.unquoted(json.textValue())).matches();
  }

  private static @Nullable Object scalar(JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    if (json.isIntegralNumber()) {
      return number(json, NodeIds.Number);
    }
    if (json.isNumber()) {
      return NumberReader.read(OpcUaDataType.Double, json);
    }
    throw ValueFaultException.of(
        json,
        "does not say its type",
        "Write {\"Type\":\"Double\",\"Body\":5}, for a structure {\"Type\":\"ExtensionObject\","
            + "\"Body\":{\"TypeId\":\"…\",\"Body\":{…}}}, or name the data type.");
  }

  private static @Nullable Object text(JsonNode json, VariantReader variants) {
    String text = json.textValue();
    Optional<JsonNode> inner =
        LenientText.json(text)
            .filter(value -> !value.isNull())
            .filter(value -> !value.isObject() || Envelope.of(value).isPresent())
            .or(() -> LenientText.commaSeparated(text));
    if (inner.isPresent() && !inner.get().isTextual()) {
      return variants.read(inner.get(), ExpectedType.UNKNOWN).getValue();
    }
    return timeOrText(inner.map(JsonNode::textValue).orElse(text));
  }

  private static Object timeOrText(String text) {
    Optional<DateTime> time =
        text.length() < SHORTEST_TIME || text.charAt(10) != 'T'
            ? Optional.empty()
            : DateTimeReader.parse(text);
    return time.isPresent() ? time.get() : text;
  }

  private static Object array(JsonNode json, VariantReader variants) {
    ElementReader any =
        new ElementReader(OpcUaDataType.Variant, element -> element(element, variants));
    // Arrays of unlike lengths are no matrix, but an array of arrays.
    return narrowed(ShapeReader.read(json, any, isRegular(json) ? ExpectedType.ANY : 1));
  }

  /** A text among others is no JSON of its own. */
  private static Variant element(JsonNode json, VariantReader variants) {
    return json.isTextual()
        ? new Variant(timeOrText(json.textValue()))
        : variants.read(json, ExpectedType.UNKNOWN);
  }

  /** Returns whether arrays in arrays have one depth and one length in each dimension. */
  private static boolean isRegular(JsonNode json) {
    if (!json.isArray() || json.isEmpty()) {
      return true;
    }
    JsonNode first = json.get(0);
    ArrayNode flat = JsonNodeFactory.instance.arrayNode();
    for (JsonNode element : json) {
      if (element.isArray() != first.isArray()
          || element.size() != first.size() && first.isArray()) {
        return false;
      }
      if (element.isArray()) {
        flat.addAll((ArrayNode) element);
      }
    }
    return isRegular(flat);
  }

  /** An array or matrix of variants of scalars of one type as one of that type. */
  private static Object narrowed(Object value) {
    if (!(value instanceof Matrix matrix)) {
      return UniformVariants.narrowed((Variant[]) value);
    }
    Object elements = UniformVariants.narrowed((Variant[]) matrix.getElements());
    return elements instanceof Variant[] ? matrix : new Matrix(elements, matrix.getDimensions());
  }
}
