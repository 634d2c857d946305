package org.bactrian.edge.publisher.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bactrian.edge.topic.TopicFormatter;
import org.bactrian.model.time.TimeSpanText;
import org.eclipse.milo.opcua.stack.core.AttributeId;

/** Type of an attribute's value: its JSON form and the Java value that it becomes. */
sealed interface AttributeType {

  /** The Java value of a JSON value that is not null. */
  Object read(JsonNode json, PublishedNodesAttribute attribute) throws AttributeValueException;

  /** Text; a number or a boolean is taken as its text. */
  record Text() implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      if (!json.isValueNode()) {
        throw new AttributeValueException("is not a text", "Put it in quotation marks.");
      }
      return json.asText();
    }
  }

  /** Template of a topic at an MQTT broker, which is no pattern of topics (MQTT 5, 4.7). */
  record Topic() implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      Object text = new Text().read(json, attribute);
      Optional<String> fault = TopicFormatter.fault(text.toString());
      if (fault.isPresent()) {
        throw new AttributeValueException(
            fault.get(), "Write a topic such as \"{RootTopic}/line 1\".");
      }
      return text;
    }
  }

  /** A boolean. */
  record BooleanType() implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      String text = json.asText().strip();
      if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
        return Boolean.valueOf(text);
      }
      throw new AttributeValueException("is neither true nor false", "Write true or false.");
    }
  }

  /**
   * A whole number, also as text.
   *
   * @param least smallest allowed
   * @param most largest allowed
   */
  record Whole(long least, long most) implements AttributeType {

    private static final Pattern NUMBER =
        Pattern.compile("[+-]?\\d{1,18}(?:\\.\\d{0,18})?(?:[eE][+-]?\\d{1,2})?");
    private static final int MOST_DIGITS = 18;

    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      long value =
          wholeNumber(json)
              .orElseThrow(
                  () ->
                      new AttributeValueException(
                          "is not a whole number", "Write for instance " + sample() + "."));
      if (value < least || value > most) {
        throw new AttributeValueException(
            value < 0 ? "is negative" : "is out of range",
            "Write a number from " + least + " to " + most + ".");
      }
      return value;
    }

    static Optional<Long> wholeNumber(JsonNode json) {
      String text = json.isNumber() || json.isTextual() ? json.asText().strip() : "";
      if (!NUMBER.matcher(text).matches()) {
        return Optional.empty();
      }
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      boolean whole = number.scale() <= 0 && number.precision() - number.scale() <= MOST_DIGITS;
      return whole ? Optional.of(number.longValueExact()) : Optional.empty();
    }

    private long sample() {
      return Math.max(least, 1);
    }
  }

  /** A finite number, also as text. */
  record Real() implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      try {
        double value = Double.parseDouble(json.isContainerNode() ? "" : json.asText().strip());
        if (Double.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new AttributeValueException("is not a number", "Write for instance 0.5.");
    }
  }

  /**
   * A number of units of time.
   *
   * @param plural name of the unit
   * @param unit its length
   * @param negative what a negative number counts as
   */
  record Interval(String plural, Duration unit, NegativeIntervalRule negative)
      implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      Optional<Long> number = Whole.wholeNumber(json);
      if (number.isEmpty() || number.get() > Integer.MAX_VALUE) {
        Duration meant =
            IntervalFormat.guess(json.asText())
                .orElse(
                    unit.equals(Duration.ofSeconds(1))
                        ? Duration.ofMinutes(1)
                        : Duration.ofSeconds(1));
        throw new AttributeValueException("is not a number of " + plural, remedy(attribute, meant));
      }
      Duration value = unit.multipliedBy(number.get());
      return value.isNegative() ? negative.taken(value, plural + " from 0") : value;
    }

    private String remedy(PublishedNodesAttribute attribute, Duration meant) {
      return "Write "
          + Math.max(1, meant.dividedBy(unit))
          + ", or "
          + attribute.text()
          + "Timespan \""
          + TimeSpanText.format(meant)
          + "\".";
    }
  }

  /**
   * A duration as text.
   *
   * @param negative what a negative duration counts as
   */
  record Timespan(NegativeIntervalRule negative) implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      Optional<Duration> value =
          json.isTextual() ? TimeSpanText.parse(json.asText()) : Optional.empty();
      if (value.isPresent()) {
        return value.get().isNegative()
            ? negative.taken(value.get(), "\"00:00:00\" or more")
            : value.get();
      }
      Duration meant =
          Whole.wholeNumber(json)
              .map(number -> unit(attribute).multipliedBy(number))
              .filter(duration -> !duration.isNegative())
              .or(() -> IntervalFormat.guess(json.asText()))
              .orElse(Duration.ofSeconds(1));
      throw new AttributeValueException(
          "is not a duration of the form [d.]hh:mm:ss[.fffffff]",
          "Write \"" + TimeSpanText.format(meant) + "\".");
    }

    /** Unit of a bare number in the attribute that says the same without a Timespan. */
    private static Duration unit(PublishedNodesAttribute attribute) {
      return AttributeNames.of(attribute)
          .numberOf(attribute)
          .map(PublishedNodesAttribute::type)
          .filter(Interval.class::isInstance)
          .map(type -> ((Interval) type).unit())
          .orElse(Duration.ofMillis(1));
    }
  }

  /** A GUID, also in braces or without hyphens. */
  record Guid() implements AttributeType {

    private static final Pattern PLAIN =
        Pattern.compile(
            "(\\p{XDigit}{8})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{12})");

    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      String text = json.asText().strip().replaceFirst("^[{(](.*)[})]$", "$1");
      if (text.matches("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}")) {
        return UUID.fromString(text);
      }
      if (PLAIN.matcher(text).matches()) {
        return UUID.fromString(PLAIN.matcher(text).replaceFirst("$1-$2-$3-$4-$5"));
      }
      throw new AttributeValueException(
          "is not a GUID", "Write for instance \"09087e75-8e5e-499b-954f-f2a9603db28a\".");
    }
  }

  /** A time with its zone. */
  record Time() implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      try {
        return OffsetDateTime.parse(json.asText().strip());
      } catch (DateTimeException e) {
        throw new AttributeValueException(
            "is not a time", "Write for instance \"2026-01-02T03:04:05Z\".");
      }
    }
  }

  /** A list of texts. */
  record Texts() implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      if (!json.isArray()) {
        throw new AttributeValueException("is not a list of texts", "Put the texts in [ ].");
      }
      List<String> texts = new ArrayList<>();
      for (JsonNode element : json) {
        texts.add((String) new Text().read(element, attribute));
      }
      return List.copyOf(texts);
    }
  }

  /** A JSON object. */
  record Structure() implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      if (!json.isObject()) {
        throw new AttributeValueException(
            "is not an object", "Write { } with the properties in it.");
      }
      return json;
    }
  }

  /** Nodes. */
  record Nodes() implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      throw new AttributeValueException(
          "is not a list of nodes", "Write [ {\"Id\": \"ns=2;s=Name\"} ].");
    }
  }

  /** The legacy object with an Identifier. */
  record LegacyNodeId() implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      throw new AttributeValueException(
          "is not an object with an Identifier",
          "Write {\"Identifier\": \"ns=2;s=Name\"}, or better OpcNodes.");
    }
  }

  /**
   * One of some names, whatever its case, or its number.
   *
   * @param names those allowed
   * @param numbers names by the number of OPC Publisher's enumeration, which it reads too
   */
  record Choice(List<String> names, SortedMap<Long, String> numbers) implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      Optional<String> byNumber = Whole.wholeNumber(json).map(numbers::get);
      if (byNumber.isPresent()) {
        return byNumber.get();
      }
      String text = json.asText().strip();
      for (String name : names) {
        if (name.equalsIgnoreCase(text)) {
          return name;
        }
      }
      String nearest =
          NameSuggestion.nearest(text, names).map(name -> "Did you mean " + name + "? ").orElse("");
      throw new AttributeValueException(
          "is not known", nearest + "Write one of " + String.join(", ", names) + ".");
    }
  }

  /** An attribute of an OPC UA node, by its name or its number (Part 6, A.1). */
  record NodeAttributeType() implements AttributeType {
    @Override
    public Object read(JsonNode json, PublishedNodesAttribute attribute)
        throws AttributeValueException {
      Optional<AttributeId> byNumber =
          Whole.wholeNumber(json)
              .filter(number -> number > 0 && number <= Integer.MAX_VALUE)
              .flatMap(number -> AttributeId.from(number.intValue()));
      if (byNumber.isPresent()) {
        return byNumber.get();
      }
      String name = (String) new Choice(names(), new TreeMap<>()).read(json, attribute);
      return AttributeId.valueOf(name);
    }

    static List<String> names() {
      return Arrays.stream(AttributeId.values()).map(AttributeId::name).toList();
    }
  }
}
