package org.bactrian.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * OpenAPI document merged from several contracts. Components and tags of the same name that differ
 * are told apart by the name of their service.
 */
public final class MergedDocument {

  private static final List<String> PARTS =
      List.of("schemas", "responses", "parameters", "requestBodies", "headers", "securitySchemes");

  private final ObjectNode joined = JsonNodeFactory.instance.objectNode();
  private final ObjectNode paths = JsonNodeFactory.instance.objectNode();
  private final ArrayNode tags = JsonNodeFactory.instance.arrayNode();
  private final ObjectNode components = JsonNodeFactory.instance.objectNode();
  private final Set<String> ambiguousTags = new HashSet<>();

  private MergedDocument(List<Contract> contracts) {
    Map<String, Set<JsonNode>> meanings = new HashMap<>();
    for (Contract contract : contracts) {
      for (JsonNode tag : contract.document().path("tags")) {
        meanings
            .computeIfAbsent(tag.path("name").asText(), name -> new HashSet<>())
            .add(tag.path("description"));
      }
    }
    meanings.forEach(
        (name, described) -> {
          if (described.size() > 1) {
            ambiguousTags.add(name);
          }
        });
  }

  /**
   * Joins contracts; the result shares nothing with them.
   *
   * @param title name of all of it
   * @param description what they are together, as a sentence
   * @param scheme name of the security scheme that all of them have
   */
  public static JsonNode of(
      List<Contract> contracts, String title, String description, String scheme) {
    MergedDocument document = new MergedDocument(contracts);
    document.joined.put("openapi", "3.0.3");
    document
        .joined
        .putObject("info")
        .put("title", title)
        .put("version", "v2")
        .put("description", description);
    document.joined.putArray("servers").addObject().put("url", "/");
    document.joined.putArray("security").addObject().putArray(scheme);
    document.joined.set("tags", document.tags);
    document.joined.set("paths", document.paths);
    document.joined.set("components", document.components);
    contracts.forEach(document::add);
    return document.joined;
  }

  private void add(Contract contract) {
    ObjectNode source = contract.document().deepCopy();
    Map<String, String> renamed = renamed(contract, source);
    rename(source, renamed);
    for (String part : PARTS) {
      for (Map.Entry<String, JsonNode> member : source.path("components").path(part).properties()) {
        String reference = "#/components/" + part + "/" + member.getKey();
        String name = renamed.getOrDefault(reference, reference);
        components
            .withObjectProperty(part)
            .set(name.substring(name.lastIndexOf('/') + 1), member.getValue());
      }
    }
    for (Map.Entry<String, JsonNode> path : source.path("paths").properties()) {
      path.getValue().forEach(operation -> renameTags(contract, operation));
      paths.set(contract.basePath() + path.getKey(), path.getValue());
    }
    for (JsonNode tag : source.path("tags")) {
      ((ObjectNode) tag).put("name", tagName(contract, tag.path("name").asText()));
      addTag(tag);
    }
  }

  private void renameTags(Contract contract, JsonNode operation) {
    if (operation.path("tags") instanceof ArrayNode names) {
      for (int i = 0; i < names.size(); i++) {
        names.set(i, TextNode.valueOf(tagName(contract, names.get(i).asText())));
      }
    }
  }

  private String tagName(Contract contract, String name) {
    return ambiguousTags.contains(name) ? capital(contract.service()) + " " + name : name;
  }

  private void addTag(JsonNode tag) {
    for (JsonNode other : tags) {
      if (other.path("name").equals(tag.path("name"))) {
        return;
      }
    }
    tags.add(tag);
  }

  /** References to components whose names others use for something else, with new ones. */
  private Map<String, String> renamed(Contract contract, ObjectNode source) {
    Map<String, String> renamed = new HashMap<>();
    for (String part : PARTS) {
      for (Map.Entry<String, JsonNode> member : source.path("components").path(part).properties()) {
        JsonNode other = components.path(part).path(member.getKey());
        if (!other.isMissingNode() && !other.equals(member.getValue())) {
          String prefix = "#/components/" + part + "/";
          renamed.put(
              prefix + member.getKey(), prefix + capital(contract.service()) + member.getKey());
        }
      }
    }
    return renamed;
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static void rename(JsonNode node, Map<String, String> renamed) {
    if (node instanceof ObjectNode object && object.has("$ref")) {
      String reference = object.path("$ref").asText();
      object.set("$ref", TextNode.valueOf(renamed.getOrDefault(reference, reference)));
    }
    node.forEach(child -> rename(child, renamed));
  }
}
