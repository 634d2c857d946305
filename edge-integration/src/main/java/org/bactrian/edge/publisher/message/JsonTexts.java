package org.bactrian.edge.publisher.message;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.HashMap;
import java.util.Map;

/** Cache of encoded texts that recur in every message. Not thread-safe. */
final class JsonTexts {

  /** Names come from the configuration; more than this means that they do not repeat. */
  private static final int LIMIT = 200_000;

  private final Map<String, SerializableString> members = new HashMap<>();
  private final Map<String, SerializableString> strings = new HashMap<>();

  /** The quoted name and the colon of a member, to be written raw. */
  SerializableString member(String name) {
    SerializableString known = members.get(name);
    return known != null ? known : keep(members, name, raw(quoted(name) + ":"));
  }

  /** A string, to be written as one. */
  SerializableString string(String text) {
    SerializableString known = strings.get(text);
    return known != null ? known : keep(strings, text, new SerializedString(text));
  }

  /** Text that is JSON already, to be written raw. */
  static SerializableString raw(String json) {
    return new SerializedString(json);
  }

  static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }

  private static SerializableString keep(
      Map<String, SerializableString> texts, String key, SerializableString text) {
    if (texts.size() >= LIMIT) {
      texts.clear();
    }
    texts.put(key, text);
    return text;
  }
}
