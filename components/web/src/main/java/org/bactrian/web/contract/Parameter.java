package org.bactrian.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/**
 * A parameter of an operation, which arrives as text.
 *
 * @param name name of the parameter, also of the header that an operation finds it under
 * @param place where it is sent
 * @param required whether a request must have it
 * @param type what the text must be
 * @param choices the texts that it may be; empty for any
 * @param minimum least number, for numbers
 */
public record Parameter(
    String name,
    ParameterLocation place,
    boolean required,
    Type type,
    EnumerationChoices choices,
    long minimum) {

  /** Location of a parameter in the request. */
  public enum ParameterLocation {
    PATH,
    QUERY,
    HEADER
  }

  /** Type of a parameter. */
  public enum Type {
    STRING,
    INTEGER,
    BOOLEAN
  }

  /** Reads a parameter of a document, whose references are resolved against {@code document}. */
  static Parameter of(JsonNode parameter, JsonNode document) {
    JsonNode schema = DocumentReferences.resolve(parameter.path("schema"), document);
    return new Parameter(
        parameter.path("name").asText(),
        ParameterLocation.valueOf(parameter.path("in").asText().toUpperCase(Locale.ROOT)),
        parameter.path("required").asBoolean(),
        Type.valueOf(schema.path("type").asText("string").toUpperCase(Locale.ROOT)),
        new EnumerationChoices(schema),
        schema.path("minimum").asLong(Integer.MIN_VALUE));
  }

  /** The text as an operation is to find it, such as an enumeration in its own case. */
  String canonical(String text) {
    return switch (type) {
      case STRING -> choices.of(text).orElse(text);
      case BOOLEAN -> text.toLowerCase(Locale.ROOT);
      case INTEGER -> text;
    };
  }

  /** Describes the fault of a text, in words that follow the name; empty for a valid one. */
  Optional<String> fault(String text) {
    return switch (type) {
      case STRING ->
          choices.isEmpty() || choices.texts().contains(text)
              ? Optional.empty()
              : Optional.of(
                  "'"
                      + text
                      + "' is none of "
                      + String.join(", ", choices.texts().stream().sorted().toList()));
      case BOOLEAN ->
          text.equals("true") || text.equals("false")
              ? Optional.empty()
              : Optional.of("'" + text + "' is neither true nor false");
      case INTEGER -> integerFault(text);
    };
  }

  private Optional<String> integerFault(String text) {
    try {
      int number = Integer.parseInt(text);
      return number < minimum ? Optional.of(text + " is less than " + minimum) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.of("'" + text + "' is not a whole number of 32 bits");
    }
  }
}
