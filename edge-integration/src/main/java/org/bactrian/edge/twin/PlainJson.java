package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** JSON as plain Java values. */
final class PlainJson {

  private PlainJson() {}

  static Object of(JsonNode json) {
    if (json.isArray()) {
      List<Object> elements = new ArrayList<>();
      json.forEach(element -> elements.add(of(element)));
      return elements;
    }
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    if (json.isNumber()) {
      return json.isIntegralNumber() ? json.bigIntegerValue() : (Number) json.decimalValue();
    }
    return json.asText();
  }
}
