package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bactrian.model.time.TimeSpanText;

/**
 * Attribute by which entries or nodes are compared.
 *
 * @param name name of the attribute
 * @param form form of its values, and what its absence stands for
 */
record ComparedAttribute(String name, Form form) {

  private static final String TIMESPAN = "Timespan";

  /** Form of the values of an attribute. */
  enum Form {
    /** Text; none is the empty one. */
    TEXT,
    /** Text whose case does not matter. */
    NAME,
    /** True or false; none is false. */
    FLAG,
    /** Number, flag or list of texts; none differs from every value. */
    VALUE,
    /** Object or list of objects, whose names and texts are compared without their case. */
    STRUCTURE,
    /** Time span. */
    SPAN,
    /** Milliseconds, or a time span under the same name with {@code Timespan} at its end. */
    MILLISECONDS,
    /** Seconds, or a time span likewise. */
    SECONDS
  }

  /** A text without its case. */
  static String caseless(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** The name that an attribute gives, without its case, or the one that its absence stands for. */
  static String nameOr(ObjectNode object, String name, String otherwise) {
    String text = AttributeAccess.text(object, name);
    return caseless(text.isEmpty() ? otherwise : text);
  }

  /** The value in a form in which equal values are equal texts. */
  String of(ObjectNode object) {
    return switch (form) {
      case TEXT -> AttributeAccess.text(object, name);
      case NAME -> caseless(AttributeAccess.text(object, name));
      case FLAG -> AttributeAccess.text(object, name).equalsIgnoreCase("true") ? "true" : "";
      case VALUE -> value(AttributeAccess.get(object, name));
      case STRUCTURE -> structure(AttributeAccess.get(object, name));
      case SPAN -> span(AttributeAccess.text(object, name));
      case MILLISECONDS -> interval(object, Duration.ofMillis(1));
      case SECONDS -> interval(object, Duration.ofSeconds(1));
    };
  }

  private String interval(ObjectNode object, Duration unit) {
    String span = AttributeAccess.text(object, name + TIMESPAN);
    if (!span.isEmpty()) {
      return span(span);
    }
    String number = AttributeAccess.text(object, name);
    try {
      return number.isEmpty() ? "" : unit.multipliedBy(Long.parseLong(number.strip())).toString();
    } catch (NumberFormatException | ArithmeticException e) {
      return number;
    }
  }

  private static String span(String text) {
    return TimeSpanText.parse(text).map(Duration::toString).orElse(text);
  }

  private static String value(JsonNode value) {
    if (value.isMissingNode()) {
      return "";
    }
    if (value.isContainerNode()) {
      return value.toString();
    }
    return number(value.asText()).orElse(caseless(value.asText()));
  }

  /**
   * The value with all names and texts in lower case, and its members in the order of their names.
   */
  private static String structure(JsonNode value) {
    if (value.isArray()) {
      return value
          .valueStream()
          .map(ComparedAttribute::structure)
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (value.isObject()) {
      return value
          .propertyStream()
          .filter(member -> !member.getValue().isNull())
          .map(member -> caseless(member.getKey()) + ":" + structure(member.getValue()))
          .sorted()
          .collect(Collectors.joining(",", "{", "}"));
    }
    return value.isMissingNode() ? "" : JsonNodeFactory.instance.textNode(value(value)).toString();
  }

  private static Optional<String> number(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()).stripTrailingZeros().toPlainString());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
