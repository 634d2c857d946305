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
 * number as Newtonsoft and ASP.NET Core take them: counted from 0, or from {@code
 * x-bactrian-first-value} of the schema.
 */
final class EnumerationChoices {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final List<String> texts = new ArrayList<>();
  private final Map<String, String> byLowerCase = new HashMap<>();
  private final int first;

  /** The choices of a schema whose references are resolved; none when it is no enumeration. */
  EnumerationChoices(JsonNode schema) {
    first = schema.path("x-bactrian-first-value").asInt(0);
    for (JsonNode choice : schema.path("enum")) {
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
        ? ofNumber(Integer.parseInt(text))
        : Optional.ofNullable(known);
  }

  private Optional<String> ofNumber(int number) {
    int index = number - first;
    return index >= 0 && index < texts.size() ? Optional.of(texts.get(index)) : Optional.empty();
  }
}
