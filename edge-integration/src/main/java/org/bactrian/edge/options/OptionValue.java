package org.bactrian.edge.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.edge.options.CatalogOption.Unit;
import org.bactrian.edge.topic.TopicFormatter;

/**
 * Option value as written, with its conversions.
 *
 * @param where name and source as the user knows them, such as {@code Option --bi}
 * @param text value as written
 * @param unit what a bare number counts
 */
record OptionValue(String where, String text, Unit unit) {

  private static final List<String> YES = List.of("true", "yes", "on", "1");
  private static final List<String> NO = List.of("false", "no", "off", "0");

  /** {@code [days.]hours:minutes:seconds[.fraction]}. */
  private static final Pattern TIME_SPAN =
      Pattern.compile("(?:(\\d+)\\.)?(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,9}))?)?");

  static boolean isBoolean(String text) {
    return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
  }

  boolean asBoolean() {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (YES.contains(lower)) {
      return true;
    }
    if (NO.contains(lower)) {
      return false;
    }
    throw bad("is not a boolean. Write true or false");
  }

  String asTopic() {
    TopicFormatter.fault(text)
        .ifPresent(
            fault -> {
              throw bad(fault + ". Write a topic such as {RootTopic}/line");
            });
    return text;
  }

  int asInt(int least, int most) {
    return (int) asLong(least, most);
  }

  long asLong(long least, long most) {
    try {
      long number = Long.parseLong(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw bad("is not a whole number. Write one from " + least + " to " + most);
    }
    throw bad("is out of range. Write a number from " + least + " to " + most);
  }

  Duration asDuration() {
    String trimmed = text.strip();
    if (trimmed.matches("\\d{1,15}")) {
      long number = Long.parseLong(trimmed);
      return unit == Unit.SECONDS ? Duration.ofSeconds(number) : Duration.ofMillis(number);
    }
    Matcher matcher = TIME_SPAN.matcher(trimmed);
    if (!matcher.matches()) {
      String counted = unit == Unit.SECONDS ? "seconds" : "milliseconds";
      throw bad("is no duration. Write a number of " + counted + ", or hours as in 00:00:10");
    }
    String fraction = matcher.group(5) == null ? "" : matcher.group(5);
    return Duration.ofDays(number(matcher.group(1)))
        .plusHours(number(matcher.group(2)))
        .plusMinutes(number(matcher.group(3)))
        .plusSeconds(number(matcher.group(4)))
        .plusNanos(Long.parseLong((fraction + "000000000").substring(0, 9)));
  }

  /** The one of {@code choices} whose name this is, whatever the case. */
  <T> T asOneOf(T[] choices, Function<T, String> name) {
    return asOneOf(choices, name, Arrays.asList(choices));
  }

  /** Reads a name of {@code choices}; the error of any other lists those of {@code offered}. */
  <T> T asOneOf(T[] choices, Function<T, String> name, Collection<T> offered) {
    String trimmed = text.strip();
    return Arrays.stream(choices)
        .filter(choice -> name.apply(choice).equalsIgnoreCase(trimmed))
        .findFirst()
        .orElseThrow(
            () ->
                bad(
                    "is unknown. Write one of "
                        + String.join(", ", offered.stream().map(name).toList())));
  }

  Path asPath() {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw bad("is no path: " + e.getReason());
    }
  }

  EdgeOptionException bad(String why) {
    return new EdgeOptionException(
        EdgeOptionException.BAD_VALUE, where + ": \"" + text + "\" " + why);
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** Returns the option's name and source. The value may be a secret. */
  @Override
  public String toString() {
    return where;
  }
}
