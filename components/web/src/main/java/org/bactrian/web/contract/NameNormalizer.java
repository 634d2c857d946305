package org.bactrian.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites names in a JSON value to the spelling of the contract. OPC Twin's clients write property
 * names and enumerations in any case, null for what they leave out, and one choice in place of a
 * list of choices; a contract has one spelling.
 */
final class NameNormalizer {

  private final Map<String, Property> properties = new HashMap<>();
  private final EnumerationChoices choices;
  private @Nullable NameNormalizer items;

  private record Property(String name, boolean required, NameNormalizer value) {}

  private NameNormalizer(EnumerationChoices choices) {
    this.choices = choices;
  }

  /** The spelling of values of a schema. */
  static NameNormalizer of(JsonNode schema, JsonNode document) {
    return of(schema, document, new HashMap<>());
  }

  private static NameNormalizer of(
      JsonNode node, JsonNode document, Map<JsonNode, NameNormalizer> known) {
    JsonNode schema = DocumentReferences.resolve(node, document);
    NameNormalizer before = known.get(schema);
    if (before != null) {
      return before;
    }
    NameNormalizer spelling = new NameNormalizer(new EnumerationChoices(schema));
    known.put(schema, spelling);
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = property.getKey();
      spelling.properties.put(
          name.toLowerCase(Locale.ROOT),
          new Property(name, required.contains(name), of(property.getValue(), document, known)));
    }
    if (schema.has("items")) {
      spelling.items = of(schema.path("items"), document, known);
    }
    return spelling;
  }

  /** The value in this spelling: the value itself, changed, or another one. */
  JsonNode apply(JsonNode value) {
    if (value instanceof ObjectNode object && !properties.isEmpty()) {
      return object(object);
    }
    if (value instanceof ArrayNode array && items != null) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, items.apply(array.get(i)));
      }
      return array;
    }
    boolean choice = value.isTextual() || value.isIntegralNumber();
    if (choice && items != null && !items.choices.isEmpty()) {
      // OPC Twin's documents give a list of choices the type of one choice, so clients send either.
      return JsonNodeFactory.instance.arrayNode().add(items.apply(value));
    }
    if (choice && !choices.isEmpty()) {
      return choices.of(value.asText()).<JsonNode>map(TextNode::valueOf).orElse(value);
    }
    return value;
  }

  private ObjectNode object(ObjectNode object) {
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      Property property = properties.get(member.getKey().toLowerCase(Locale.ROOT));
      if (property == null) {
        written.set(member.getKey(), member.getValue());
      } else if (!member.getValue().isNull() || property.required()) {
        written.set(property.name(), property.value().apply(member.getValue()));
      }
    }
    return written;
  }
}
