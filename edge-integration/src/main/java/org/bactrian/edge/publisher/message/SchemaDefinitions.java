package org.bactrian.edge.publisher.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named parts of a JSON schema, each there once. Not thread-safe. */
final class SchemaDefinitions {

  private final Map<String, ObjectNode> schemas = new LinkedHashMap<>();
  private final Map<ObjectNode, String> names = new HashMap<>();

  /**
   * Returns a reference to a schema.
   *
   * @param name name that it gets, with a number behind it where another schema has that name
   */
  ObjectNode define(String name, ObjectNode schema) {
    String defined = names.computeIfAbsent(schema, unknown -> free(name));
    schemas.put(defined, schema);
    return JsonNodeFactory.instance.objectNode().put("$ref", "#/definitions/" + defined);
  }

  private String free(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
    String base = plain.isEmpty() ? "Type" : plain;
    String candidate = base;
    for (int i = 1; schemas.containsKey(candidate); i++) {
      candidate = base + i;
    }
    return candidate;
  }

  /** Returns all of them by their names. */
  ObjectNode all() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    schemas.forEach(all::set);
    return all;
  }
}
