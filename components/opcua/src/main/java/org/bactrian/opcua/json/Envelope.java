package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;

/**
 * An object that says the type or the dimensions of a value besides the value: {@code {"Type":
 * "Int32", "Body": 5}} (Part 6, 5.4.2.17), {@code {"DataType": …, "Value": …}}, {@code {"UaType":
 * 6, "Value": 5}}, {@code {"Array": […], "Dimensions": [2, 3]}}.
 *
 * @param type number of the built-in type, {@link #NULL}, {@link #ANY_NUMBER} and what follows it
 *     for the abstract types, or {@link #UNTYPED}
 * @param body the value
 * @param dimensions lengths of the dimensions of which {@code body} holds all elements in a row;
 *     empty when it is what it looks like
 */
record Envelope(int type, JsonNode body, List<Integer> dimensions) {

  static final int UNTYPED = -1;
  static final int NULL = 0;
  static final int ANY_NUMBER = 26;
  static final int ANY_UNSIGNED = 28;
  static final int ENUMERATION = 29;

  private static final String[] TYPE_NAMES = {"Type", "DataType", "UaType"};
  private static final String[] BODY_NAMES = {"Body", "Value", "Array"};
  private static final Set<String> NAMES =
      Set.of("type", "datatype", "uatype", "body", "value", "array", "dimensions");
  private static final Map<String, Integer> TYPES =
      Stream.of(OpcUaDataType.values())
          .collect(Collectors.toMap(t -> t.name().toLowerCase(Locale.ROOT), t -> t.getTypeId()));

  /** The envelope that an object is; empty for any other JSON. */
  static Optional<Envelope> of(JsonNode json) {
    if (!json.isObject() || json.isEmpty() || json.size() > NAMES.size() || !isNamed(json)) {
      return Optional.empty();
    }
    Optional<JsonNode> typeName = Members.any(json, TYPE_NAMES);
    Optional<JsonNode> dimensions = Members.find(json, "Dimensions");
    JsonNode body = Members.any(json, BODY_NAMES).orElseGet(NullNode::getInstance);
    if (typeName.isEmpty()) {
      return dimensions.isPresent() && body.isArray()
          ? Optional.of(new Envelope(UNTYPED, body, lengths(dimensions.get())))
          : Optional.empty();
    }
    return typeName
        .flatMap(Envelope::typeOf)
        .map(type -> new Envelope(type, body, dimensions.map(Envelope::lengths).orElse(List.of())));
  }

  /** Returns whether values of a wanted type may be in this envelope. */
  boolean mayHold(OpcUaDataType wanted) {
    return switch (wanted) {
      // Structures may have fields with the names of an envelope's members.
      case ExtensionObject, DataValue ->
          type == wanted.getTypeId() || type == UNTYPED || type == NULL;
      default -> true;
    };
  }

  private static boolean isNamed(JsonNode json) {
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      if (!NAMES.contains(names.next().toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Integer> typeOf(JsonNode json) {
    if (json.isIntegralNumber() && json.canConvertToInt()) {
      int type = json.intValue();
      return type >= NULL && type <= ENUMERATION ? Optional.of(type) : Optional.empty();
    }
    String name = json.asText().strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "null" -> Optional.of(NULL);
      case "number" -> Optional.of(ANY_NUMBER);
      case "integer" -> Optional.of(ANY_NUMBER + 1);
      case "uinteger" -> Optional.of(ANY_UNSIGNED);
      case "enumeration" -> Optional.of(ENUMERATION);
      default -> Optional.ofNullable(TYPES.get(name));
    };
  }

  private static List<Integer> lengths(JsonNode json) {
    if (!json.isArray()) {
      throw wrongLengths(json);
    }
    return Stream.iterate(0, i -> i < json.size(), i -> i + 1)
        .map(json::get)
        .map(
            length -> {
              if (!length.canConvertToInt()
                  || !length.isIntegralNumber()
                  || length.intValue() < 0) {
                throw wrongLengths(json);
              }
              return length.intValue();
            })
        .toList();
  }

  private static ValueFaultException wrongLengths(JsonNode json) {
    return ValueFaultException.of(
            json, "are no dimensions", "Write the length of each dimension, as in [2, 3].")
        .in("Dimensions");
  }
}
