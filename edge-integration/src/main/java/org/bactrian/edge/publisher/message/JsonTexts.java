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

  private final Map<String, Member> members = new HashMap<>();
  private final Map<String, SerializableString> strings = new HashMap<>();

  private Member last = new Member("", raw("\"\":"));

  /** Encoded name of a member, and the one that was written after it. */
  private static final class Member {
    private final String name;
    private final SerializableString text;
    private Member next = this;

    Member(String name, SerializableString text) {
      this.name = name;
      this.text = text;
    }
  }

  /**
   * The quoted name and the colon of a member, to be written raw. Messages have their members in
   * much the same order, so that the next is known.
   */
  @SuppressWarnings("ReferenceEquality") // the same text elsewhere is looked up
  SerializableString member(String name) {
    if (last.next.name != name) {
      Member found = members.get(name);
      last.next =
          found != null ? found : keep(members, name, new Member(name, raw(quoted(name) + ":")));
    }
    last = last.next;
    return last.text;
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

  private static <T> T keep(Map<String, T> texts, String key, T text) {
    if (texts.size() >= LIMIT) {
      texts.clear();
    }
    texts.put(key, text);
    return text;
  }
}
