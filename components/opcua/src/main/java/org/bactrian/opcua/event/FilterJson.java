package org.bactrian.opcua.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.node.NodeIdTextException;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/**
 * Object in the JSON of an event filter with its place. Members are found by name in any case and
 * with white space around it; null stands for a member that is not there.
 */
final class FilterJson {

  private static final int LONGEST_TEXT = 4_096;

  private final JsonNode json;
  private final String place;
  private final List<String> unknown;

  private FilterJson(JsonNode json, String place, List<String> unknown) {
    this.json = json;
    this.place = place;
    this.unknown = unknown;
  }

  /**
   * @param unknown receives the places of members that mean nothing
   */
  static FilterJson of(JsonNode json, String place, List<String> unknown)
      throws EventFilterSyntaxException {
    if (!json.isObject()) {
      throw new EventFilterSyntaxException(place, "this is no object", "Write { … }.");
    }
    return new FilterJson(json, place, unknown);
  }

  EventFilterSyntaxException fault(String fault, String remedy) {
    return new EventFilterSyntaxException(place, fault, remedy);
  }

  /** Notes the members that have other names. */
  void onlyMembers(String... names) {
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      if (Arrays.stream(names).noneMatch(member.getKey().strip()::equalsIgnoreCase)) {
        unknown.add(at(member.getKey()));
      }
    }
  }

  Optional<JsonNode> member(String name) {
    return json.properties().stream()
        .filter(member -> member.getKey().strip().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .filter(value -> !value.isNull())
        .findFirst();
  }

  Optional<FilterJson> object(String name) throws EventFilterSyntaxException {
    Optional<JsonNode> member = member(name);
    return member.isEmpty() ? Optional.empty() : Optional.of(of(member.get(), at(name), unknown));
  }

  /** The objects of a list, none where it is not there. */
  List<FilterJson> list(String name, int most) throws EventFilterSyntaxException {
    List<FilterJson> objects = new ArrayList<>();
    for (JsonNode element : elements(name, most)) {
      objects.add(of(element, at(name) + "/" + objects.size(), unknown));
    }
    return objects;
  }

  /** The texts of a list, none where it is not there. */
  List<String> texts(String name, int most) throws EventFilterSyntaxException {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements(name, most)) {
      if (!element.isTextual() || element.asText().isBlank()) {
        throw fault(name + " holds something that is no text", "Write texts in [ ].");
      }
      texts.add(bounded(name, element.asText()));
    }
    return texts;
  }

  private Iterable<JsonNode> elements(String name, int most) throws EventFilterSyntaxException {
    Optional<JsonNode> member = member(name);
    if (member.isEmpty()) {
      return List.of();
    }
    if (!member.get().isArray()) {
      throw fault(name + " is no list", "Write [ … ].");
    }
    if (member.get().size() > most) {
      throw fault(
          name + " has " + member.get().size() + " elements", "Write at most " + most + ".");
    }
    return member.get();
  }

  /** The text, empty where there is none; a number is taken as its text. */
  String text(String name) throws EventFilterSyntaxException {
    Optional<JsonNode> member = member(name);
    if (member.isPresent() && !member.get().isValueNode()) {
      throw fault(name + " is no text", "Put it in quotation marks.");
    }
    return bounded(name, member.map(JsonNode::asText).orElse("")).strip();
  }

  private String bounded(String name, String text) throws EventFilterSyntaxException {
    if (text.length() > LONGEST_TEXT) {
      throw fault(
          name + " has " + text.length() + " characters", "Write at most " + LONGEST_TEXT + ".");
    }
    return text;
  }

  Optional<ExpandedNodeId> nodeId(String name) throws EventFilterSyntaxException {
    String text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(NodeIdText.parse(text));
    } catch (NodeIdTextException e) {
      throw fault(name + " is no node id", String.valueOf(e.getMessage()));
    }
  }

  Optional<AttributeId> attribute(String name) throws EventFilterSyntaxException {
    String text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(AttributeId.values())
            .filter(
                one -> one.name().equalsIgnoreCase(text) || Integer.toString(one.id()).equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    fault(
                        name + " \"" + text + "\" is no attribute",
                        "Write for instance Value or NodeId.")));
  }

  /** Number of an element. */
  Optional<Long> index(String name) throws EventFilterSyntaxException {
    Optional<JsonNode> member = member(name);
    if (member.isPresent()
        && !(member.get().isIntegralNumber() && member.get().canConvertToInt())) {
      throw fault(name + " is no number of an element", "Write 1 for the second element.");
    }
    return member.map(JsonNode::asLong);
  }

  private String at(String name) {
    return place.isEmpty() ? name : place + "/" + name;
  }
}
