package org.bactrian.cloud.registry.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.bactrian.model.registry.LowerCase;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.TimeTexts;
import org.jspecify.annotations.Nullable;

/**
 * Values of twins. What cannot be read counts as not there, since one wrong twin must not keep the
 * others from being listed; then and when it is absent, it is null.
 */
final class TwinValues {

  private TwinValues() {}

  static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  /** A text that says something. */
  static @Nullable String filled(JsonNode node, String name) {
    String text = text(node, name);
    return text == null || text.isEmpty() ? null : text;
  }

  static @Nullable Integer integer(JsonNode node, String name) {
    return parsed(node, name, Integer::valueOf);
  }

  static @Nullable Boolean bool(JsonNode node, String name) {
    return parsed(node, name, Boolean::valueOf);
  }

  static @Nullable Instant instant(JsonNode node, String name) {
    return parsed(node, name, TimeTexts::instant);
  }

  static @Nullable Duration duration(JsonNode node, String name) {
    return parsed(node, name, TimeTexts::duration);
  }

  static <E extends Enum<E>> @Nullable E constant(JsonNode node, String name, Class<E> type) {
    return parsed(
        node,
        name,
        text -> {
          for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
              return constant;
            }
          }
          return null;
        });
  }

  private static <T> @Nullable T parsed(JsonNode node, String name, Function<String, T> parser) {
    String text = text(node, name);
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A list, which lies as an object with decimal positions as names; arrays are read as well. */
  static <T> @Nullable List<T> list(JsonNode node, String name, Function<JsonNode, T> reader) {
    JsonNode value = node.path(name);
    if (value.isArray()) {
      List<T> items = new ArrayList<>();
      value.forEach(item -> items.add(reader.apply(item)));
      return items;
    }
    if (!value.isObject()) {
      return null;
    }
    Map<Integer, T> items = new TreeMap<>();
    value
        .properties()
        .forEach(
            item -> {
              if (item.getKey().matches("\\d{1,9}")) {
                items.put(Integer.valueOf(item.getKey()), reader.apply(item.getValue()));
              }
            });
    return List.copyOf(items.values());
  }

  static @Nullable List<String> texts(JsonNode node, String name) {
    return list(node, name, JsonNode::asText);
  }

  static @Nullable Map<String, String> map(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isObject()) {
      return null;
    }
    Map<String, String> map = new LinkedHashMap<>();
    value.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }

  /** A set, which lies as an object of names and true. */
  static @Nullable List<String> set(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isObject()) {
      return null;
    }
    List<String> names = new ArrayList<>();
    value
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().asBoolean(false)) {
                names.add(entry.getKey());
              }
            });
    return names;
  }

  /** Sets a list; null or an empty one removes it. */
  static void putList(ObjectNode to, String name, @Nullable List<String> items) {
    putList(to, name, items, JsonNodeFactory.instance::textNode);
  }

  static <T> void putList(
      ObjectNode to, String name, @Nullable List<T> items, Function<T, JsonNode> writer) {
    if (items == null || items.isEmpty()) {
      to.putNull(name);
      return;
    }
    ObjectNode list = to.putObject(name);
    for (int i = 0; i < items.size(); i++) {
      list.set(Integer.toString(i), writer.apply(items.get(i)));
    }
  }

  static void putMap(ObjectNode to, String name, @Nullable Map<String, String> map) {
    if (map == null || map.isEmpty()) {
      to.putNull(name);
      return;
    }
    ObjectNode object = to.putObject(name);
    new TreeMap<>(map).forEach(object::put);
  }

  static void putSet(ObjectNode to, String name, @Nullable List<String> names) {
    if (names == null || names.isEmpty()) {
      to.putNull(name);
      return;
    }
    ObjectNode object = to.putObject(name);
    names.stream().map(TwinValues::setName).sorted().forEach(one -> object.put(one, true));
  }

  /** The name of a member of a set: what is no letter or digit becomes _, letters upper case. */
  static String setName(String text) {
    StringBuilder name = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      name.append(Character.isLetterOrDigit(next) ? Character.toUpperCase(next) : '_');
    }
    return name.toString();
  }

  /** Lower case as queries and identities have it: one character at a time. */
  static @Nullable String lower(@Nullable String text) {
    return text == null ? null : LowerCase.of(text);
  }

  /** Sets a value in the form that it has in JSON; null removes it. */
  static void put(ObjectNode to, String name, @Nullable Object value) {
    to.set(name, RegistryJson.tree(value));
  }
}
