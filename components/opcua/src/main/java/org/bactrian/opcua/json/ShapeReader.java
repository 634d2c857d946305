package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;

/** Reads scalars, arrays and matrices (Part 6, 5.4.5) of elements of one type. */
final class ShapeReader {

  private ShapeReader() {}

  /**
   * Reads what the JSON is: a scalar, an array, or for arrays in arrays a {@link Matrix}.
   *
   * @param valueRank what it may be, as {@link ExpectedType#valueRank()}
   */
  static Object read(JsonNode json, ElementReader elements, int valueRank) {
    JsonNode expanded =
        valueRank == ExpectedType.SCALAR ? json : expanded(json, elements, valueRank);
    if (!expanded.isArray()
        || elements.isBytes(expanded) && valueRank < 1
        || elements.type() == OpcUaDataType.ByteString && valueRank == ExpectedType.SCALAR) {
      if (valueRank >= ExpectedType.ONE_OR_MORE_DIMENSIONS) {
        throw ValueFaultException.of(
            json, "is one value, where an array belongs", "Write it in brackets, as in [1, 2].");
      }
      return elements.element(expanded);
    }
    if (valueRank == ExpectedType.SCALAR) {
      throw ValueFaultException.of(
          json, "is an array, where one " + elements.type() + " belongs", "Write one value.");
    }
    int dimensions =
        switch (valueRank) {
          case ExpectedType.SCALAR_OR_ONE_DIMENSION -> 1;
          case ExpectedType.ANY, ExpectedType.ONE_OR_MORE_DIMENSIONS -> depth(expanded, elements);
          default -> valueRank;
        };
    return dimensions == 1 ? array(expanded, elements) : matrix(expanded, elements, dimensions);
  }

  /** Reads a matrix from the row of all its elements. */
  static Object inDimensions(JsonNode json, ElementReader elements, List<Integer> dimensions) {
    long product = 1;
    for (int length : dimensions) {
      product = Math.min(product * length, Integer.MAX_VALUE);
    }
    if (!json.isArray() || product != json.size()) {
      throw ValueFaultException.of(
          json,
          "does not have the " + product + " elements of dimensions " + dimensions,
          "Write all elements in a row, those of the last dimension next to each other.");
    }
    Object row = array(json, elements);
    return dimensions.size() < 2
        ? row
        : new Matrix(
            row, dimensions.stream().mapToInt(Integer::intValue).toArray(), elements.type());
  }

  /** Depth of arrays in arrays, by the first element of each. */
  private static int depth(JsonNode json, ElementReader elements) {
    int depth = 0;
    JsonNode first = json;
    while (first != null && first.isArray() && !elements.isBytes(first)) {
      depth++;
      first = first.get(0);
    }
    return depth;
  }

  private static Object array(JsonNode json, ElementReader elements) {
    Object array = Array.newInstance(elements.javaType(), json.size());
    fill(array, 0, json, elements);
    return array;
  }

  private static void fill(Object array, int from, JsonNode json, ElementReader elements) {
    int i = 0;
    try {
      for (JsonNode element : json) {
        Array.set(array, from + i, elements.element(element));
        i++;
      }
    } catch (ValueFaultException e) {
      throw e.in(i);
    }
  }

  private static Object matrix(JsonNode json, ElementReader elements, int rank) {
    int[] dimensions = new int[rank];
    List<JsonNode> rows = new ArrayList<>();
    rows(json, dimensions, 0, true, rows);
    int rowLength = dimensions[rank - 1];
    Object array = Array.newInstance(elements.javaType(), rows.size() * rowLength);
    for (int row = 0; row < rows.size(); row++) {
      try {
        fill(array, row * rowLength, rows.get(row), elements);
      } catch (ValueFaultException e) {
        throw inRow(e, row, dimensions);
      }
    }
    return new Matrix(array, dimensions, elements.type());
  }

  /**
   * Collects the arrays of the last dimension, and sees that all of a dimension have one length.
   */
  private static void rows(
      JsonNode json, int[] dimensions, int dimension, boolean first, List<JsonNode> rows) {
    if (!json.isArray()) {
      throw ValueFaultException.of(
          json,
          "is one value, where dimension %s of %s belongs"
              .formatted(dimension + 1, dimensions.length),
          "Write arrays in arrays, as in [[1, 2], [3, 4]].");
    }
    if (first) {
      dimensions[dimension] = json.size();
    } else if (dimensions[dimension] != json.size()) {
      throw ValueFaultException.of(
          json,
          "has " + json.size() + " elements, the first of its dimension " + dimensions[dimension],
          "Write arrays of one length.");
    }
    if (dimension == dimensions.length - 1) {
      rows.add(json);
      return;
    }
    for (int i = 0; i < json.size(); i++) {
      try {
        rows(json.get(i), dimensions, dimension + 1, first && i == 0, rows);
      } catch (ValueFaultException e) {
        throw e.in(i);
      }
    }
  }

  private static ValueFaultException inRow(ValueFaultException fault, int row, int[] dimensions) {
    int rest = row;
    ValueFaultException placed = fault;
    for (int dimension = dimensions.length - 2; dimension >= 0; dimension--) {
      placed = placed.in(rest % dimensions[dimension]);
      rest /= dimensions[dimension];
    }
    return placed;
  }

  /** The array that a text stands for where an array may be; any other JSON as it is. */
  private static JsonNode expanded(JsonNode json, ElementReader elements, int valueRank) {
    if (!json.isTextual()) {
      return json;
    }
    String text = json.textValue();
    Optional<JsonNode> array =
        LenientText.bracketed(text)
            .or(() -> list(text, elements.type()))
            .or(() -> bytes(text, elements.type()));
    if (array.isPresent()) {
      return array.get();
    }
    if (elements.type() == OpcUaDataType.String && valueRank == ExpectedType.ANY) {
      // Without a node to ask, a quoted text is what OPC Publisher takes it for.
      return LenientText.json(text).filter(JsonNode::isTextual).orElse(json);
    }
    return json;
  }

  /** A text with commas, of types whose values have none. */
  private static Optional<JsonNode> list(String text, OpcUaDataType type) {
    return switch (type) {
      case String -> LenientText.commaSeparated(text).filter(list -> all(list, JsonNodeKind.TEXT));
      case LocalizedText,
          QualifiedName,
          NodeId,
          ExpandedNodeId,
          XmlElement,
          ExtensionObject,
          DataValue,
          Variant,
          DiagnosticInfo ->
          LenientText.commaSeparated(text)
              .filter(list -> all(list, JsonNodeKind.TEXT) || all(list, JsonNodeKind.OBJECT));
      default -> LenientText.commaSeparated(text).or(() -> LenientText.parts(text));
    };
  }

  /** The bytes of an array of Byte or SByte in Base64; a number is not meant to be that. */
  private static Optional<JsonNode> bytes(String text, OpcUaDataType type) {
    String bare = LenientText.unquoted(text);
    boolean isNumber = LenientText.json(bare).filter(JsonNode::isNumber).isPresent();
    if (type != OpcUaDataType.Byte && type != OpcUaDataType.SByte || isNumber) {
      return Optional.empty();
    }
    return ScalarReader.base64(bare)
        .map(
            bytes -> {
              var numbers = JsonNodeFactory.instance.arrayNode(bytes.length);
              for (byte b : bytes) {
                numbers.add(type == OpcUaDataType.Byte ? b & 0xFF : b);
              }
              return numbers;
            });
  }

  private enum JsonNodeKind {
    TEXT,
    OBJECT
  }

  private static boolean all(JsonNode list, JsonNodeKind kind) {
    for (JsonNode element : list) {
      if (kind == JsonNodeKind.TEXT ? !element.isTextual() : !element.isObject()) {
        return false;
      }
    }
    return true;
  }
}
