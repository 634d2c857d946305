package org.bactrian.edge.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Members of entries and nodes as JSON, whose names are read in any case. */
final class EntryMembers {

  private EntryMembers() {}

  /** The value of a member; empty when it is missing or null. */
  static Optional<JsonNode> find(JsonNode object, String name) {
    return object.properties().stream()
        .filter(member -> member.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .filter(value -> !value.isNull())
        .findFirst();
  }

  /** The text of a member; empty when it is missing or blank. */
  static String text(JsonNode object, String name) {
    return find(object, name).map(JsonNode::asText).filter(text -> !text.isBlank()).orElse("");
  }

  /** The texts of a member that is a list. */
  static List<String> texts(JsonNode object, String name) {
    List<String> texts = new ArrayList<>();
    find(object, name).ifPresent(list -> list.forEach(text -> texts.add(text.asText())));
    return texts;
  }

  /** Sets a member, or takes it away where the text is null. */
  static void put(ObjectNode object, String name, @Nullable String text) {
    remove(object, name);
    if (text != null) {
      object.put(name, text);
    }
  }

  /** Takes a member away, in whatever case its name is written. */
  static void remove(ObjectNode object, String name) {
    List<String> names =
        object.properties().stream()
            .map(Map.Entry::getKey)
            .filter(key -> key.equalsIgnoreCase(name))
            .toList();
    object.remove(names);
  }
}
