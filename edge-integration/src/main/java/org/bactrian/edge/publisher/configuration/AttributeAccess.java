package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes of an entry or node of a published nodes file, whose names may be in any case. */
final class AttributeAccess {

  private AttributeAccess() {}

  /** The value of an attribute; a missing node where it is left out or null. */
  static JsonNode get(ObjectNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        if (member.getKey().equalsIgnoreCase(name)) {
          value = member.getValue();
        }
      }
    }
    return value == null || value.isNull() ? MissingNode.getInstance() : value;
  }

  /** The value as text, empty where it is left out. */
  static String text(ObjectNode object, String name) {
    JsonNode value = get(object, name);
    return value.isContainerNode() ? value.toString() : value.asText("");
  }

  static boolean has(ObjectNode object, String name) {
    return !get(object, name).isMissingNode();
  }

  /** Sets an attribute in its place, at the end where there is none; null removes it. */
  static void set(ObjectNode object, String name, @Nullable JsonNode value) {
    if (value == null || value.isMissingNode() || value.isNull()) {
      remove(object, name);
      return;
    }
    for (String present : namesOf(object)) {
      if (present.equalsIgnoreCase(name)) {
        object.set(present, value);
        return;
      }
    }
    object.set(name, value);
  }

  static void remove(ObjectNode object, String name) {
    for (String present : namesOf(object)) {
      if (present.equalsIgnoreCase(name)) {
        object.remove(present);
      }
    }
  }

  private static List<String> namesOf(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
