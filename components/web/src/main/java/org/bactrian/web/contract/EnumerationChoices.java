package org.bactrian.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Texts that an enumeration of a contract allows. Clients write them in any case, or by their
 * number as Newtonsoft and ASP.NET Core take them. {@code x-bactrian-numbers} of the schema gives
 * the numbers of the first choices as C# does: each one that is not given is one more than that
 * before it, and the first is 0.
 */
final class EnumerationChoices {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final List<String> texts = new ArrayList<>();
  private final Map<String, String> byLowerCase = new HashMap<>();
  private final Map<Integer, String> byNumber = new HashMap<>();

  /** The choices of a schema whose references are resolved; none when it is no enumeration. */
  EnumerationChoices(JsonNode schema) {
    JsonNode numbers = schema.path("x-bactrian-numbers");
    int number = -1;
    for (JsonNode choice : schema.path("enum")) {
      number = numbers.path(texts.size()).asInt(number + 1);
      byNumber.put(number, choice.asText());
      texts.add(choice.asText());
      byLowerCase.put(choice.asText().toLowerCase(Locale.ROOT), choice.asText());
    }
  }

  boolean isEmpty() {
    return texts.isEmpty();
  }

  /** All texts, in the order of the contract. */
  Collection<String> texts() {
    return List.copyOf(texts);
  }

  /** The choice that a text stands for; empty when it is none. */
  Optional<String> of(String text) {
    String known = byLowerCase.get(text.toLowerCase(Locale.ROOT));
    return known == null && NUMBER.matcher(text).matches()
        ? Optional.ofNullable(byNumber.get(Integer.parseInt(text)))
        : Optional.ofNullable(known);
  }
}
