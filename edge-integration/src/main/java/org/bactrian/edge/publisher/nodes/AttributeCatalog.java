package org.bactrian.edge.publisher.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.publisher.nodes.PublishedNodesAttribute.Level;
import org.bactrian.edge.publisher.nodes.PublishedNodesAttribute.State;

/**
 * All attributes of published nodes files, read from {@code published_nodes.schema.json}: a JSON
 * schema for editors that says in keywords of its own what the publisher makes of each attribute.
 *
 * <ul>
 *   <li>{@code x-level}: {@code entry}, {@code group}, {@code writer} or {@code node};
 *   <li>{@code x-type}: type of the value, see {@link AttributeTypeReader};
 *   <li>{@code x-secret}: whether the value is never shown;
 *   <li>{@code x-state}: {@code acted} or {@code information}.
 * </ul>
 */
final class AttributeCatalog {

  /** Name of the schema, which is packed beside this class. */
  static final String SCHEMA = "published_nodes.schema.json";

  /** Attributes of entries. */
  static final AttributeNames ENTRY;

  /** Attributes of nodes. */
  static final AttributeNames NODE;

  static {
    JsonNode definitions = schema().get("definitions");
    ENTRY = new AttributeNames("an entry", attributes(definitions.get("entry")));
    NODE = new AttributeNames("a node", attributes(definitions.get("node")));
  }

  private AttributeCatalog() {}

  private static JsonNode schema() {
    try (InputStream in = AttributeCatalog.class.getResourceAsStream(SCHEMA)) {
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<PublishedNodesAttribute> attributes(JsonNode owner) {
    List<PublishedNodesAttribute> attributes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : owner.get("properties").properties()) {
      JsonNode described = property.getValue();
      attributes.add(
          new PublishedNodesAttribute(
              property.getKey(),
              Level.of(described.get("x-level").asText()),
              AttributeTypeReader.of(described),
              State.of(described.get("x-state").asText()),
              described.path("x-secret").asBoolean()));
    }
    return attributes;
  }
}
