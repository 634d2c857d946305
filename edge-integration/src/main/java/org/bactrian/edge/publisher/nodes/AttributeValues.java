package org.bactrian.edge.publisher.nodes;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bactrian.model.time.TimeSpanText;

/**
 * Attribute values of an entry or a node.
 *
 * @param names the attributes that there are
 * @param found those with a good value, in the order of the file
 */
record AttributeValues(AttributeNames names, Map<PublishedNodesAttribute, Found> found) {

  private static final int LONGEST_QUOTE = 60;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  /**
   * A value and its place.
   *
   * @param value as the attribute's type reads it
   * @param at where its name stands
   */
  record Found(Object value, FileLocation at) {}

  AttributeValues {
    found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
  }

  boolean has(PublishedNodesAttribute attribute) {
    return found.containsKey(attribute);
  }

  /** The value of that class. */
  <T> Optional<T> get(PublishedNodesAttribute attribute, Class<T> type) {
    return Optional.ofNullable(found.get(attribute)).map(one -> type.cast(one.value()));
  }

  /** The text, empty when it is not there or blank. */
  String text(PublishedNodesAttribute attribute) {
    return get(attribute, String.class).filter(text -> !text.isBlank()).orElse("");
  }

  boolean flag(PublishedNodesAttribute attribute, boolean otherwise) {
    return get(attribute, Boolean.class).orElse(otherwise);
  }

  /** The number, no more than an int holds. */
  int count(PublishedNodesAttribute attribute, int otherwise) {
    return get(attribute, Long.class)
        .map(number -> (int) Math.min(Integer.MAX_VALUE, number))
        .orElse(otherwise);
  }

  /** The duration, of the Timespan form where there are both. */
  Optional<Duration> duration(PublishedNodesAttribute attribute) {
    return names
        .timespanOf(attribute)
        .flatMap(timespan -> get(timespan, Duration.class))
        .or(() -> get(attribute, Duration.class));
  }

  /** Returns the place of the attribute. */
  Optional<FileLocation> at(PublishedNodesAttribute attribute) {
    return Optional.ofNullable(found.get(attribute)).map(Found::at);
  }

  /** The attribute with its value as a message may quote it; only plain ones that are no secret. */
  String quoted(PublishedNodesAttribute attribute) {
    Found one = found.get(attribute);
    if (one == null || attribute.secret()) {
      return attribute.text();
    }
    Object value = one.value();
    if (value instanceof String text) {
      return attribute.text() + " " + quoted(text);
    } else if (value instanceof Boolean || value instanceof Number) {
      return attribute.text() + " " + value;
    } else if (value instanceof Duration duration) {
      return attribute.text() + " " + quoted(attribute.type(), duration);
    }
    return attribute.text();
  }

  /** A text as messages quote it. */
  static String quoted(String text) {
    String shown = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    return "\"" + visible(shown) + "\"";
  }

  /** A text with control characters by their numbers, which a terminal does not act on. */
  static String visible(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(match -> "\\\\u%04x".formatted((int) match.group().charAt(0)));
  }

  private static String quoted(AttributeType type, Duration duration) {
    return type instanceof AttributeType.Interval interval
        ? Long.toString(duration.toNanos() / interval.unit().toNanos())
        : quoted(TimeSpanText.format(duration));
  }

  @Override
  public String toString() {
    return found.entrySet().stream()
        .map(
            one ->
                one.getKey().text()
                    + "="
                    + (one.getKey().secret() ? "***" : one.getValue().value()))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
