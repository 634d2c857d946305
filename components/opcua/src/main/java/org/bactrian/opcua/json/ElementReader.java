package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;

/**
 * Reader of a scalar, or of one element of an array.
 *
 * @param type its built-in type
 * @param javaType class of the elements of its array
 * @param read from its JSON to the object that Milo has for its type
 */
record ElementReader(OpcUaDataType type, Class<?> javaType, Function<JsonNode, Object> read) {

  ElementReader(OpcUaDataType type, Function<JsonNode, Object> read) {
    this(type, type.getBackingClass(), read);
  }

  /** Reads an element, also one that says its own type. */
  Object element(JsonNode json) {
    return read.apply(
        Envelope.of(json)
            .filter(envelope -> type != OpcUaDataType.Variant && envelope.mayHold(type))
            .map(Envelope::body)
            .orElse(json));
  }

  /**
   * Returns whether the JSON, though an array, is one value: the bytes of a ByteString as numbers.
   */
  boolean isBytes(JsonNode json) {
    if (type != OpcUaDataType.ByteString || !json.isArray() || json.isEmpty()) {
      return false;
    }
    for (JsonNode element : json) {
      if (!element.isNumber()) {
        return false;
      }
    }
    return true;
  }
}
