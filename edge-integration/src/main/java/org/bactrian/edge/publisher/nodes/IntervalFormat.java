package org.bactrian.edge.publisher.nodes;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text form of durations in Timespan attributes, {@code [d.]hh:mm:ss[.fffffff]}. */
final class IntervalFormat {

  private static final Pattern TIMESPAN =
      Pattern.compile(
          "(?:(?<days>\\d{1,8})(?:\\.|:(?=\\d{1,2}:\\d{1,2}:)))?(?<hours>\\d{1,2}):(?<minutes>\\d{1,2})"
              + "(?::(?<seconds>\\d{1,2})(?:\\.(?<fraction>\\d{1,7}))?)?");
  private static final Pattern DAYS = Pattern.compile("\\d{1,8}");
  private static final Pattern WITH_UNIT =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*([a-z]+)\\.?");
  private static final long HOURS_A_DAY = 24;

  private IntervalFormat() {}

  /** Reads the form above, also without seconds, and a bare number of days. */
  static Optional<Duration> parse(String text) {
    if (DAYS.matcher(text.strip()).matches()) {
      return Optional.of(Duration.ofDays(Long.parseLong(text.strip())));
    }
    Matcher parts = TIMESPAN.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    long hours = number(parts.group("hours"));
    long minutes = number(parts.group("minutes"));
    long seconds = number(parts.group("seconds"));
    if (hours >= HOURS_A_DAY || minutes > 59 || seconds > 59) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(number(parts.group("days")))
            .plusHours(hours)
            .plusMinutes(minutes)
            .plusSeconds(seconds)
            .plusNanos(nanos(parts.group("fraction"))));
  }

  /** Writes the form above as .NET writes it. */
  static String format(Duration duration) {
    long seconds = duration.toSeconds();
    long days = seconds / 86_400;
    String time =
        String.format(
            Locale.ROOT,
            "%s%02d:%02d:%02d",
            days == 0 ? "" : days + ".",
            seconds / 3600 % HOURS_A_DAY,
            seconds / 60 % 60,
            seconds % 60);
    int ticks = duration.getNano() / 100;
    return ticks == 0 ? time : time + String.format(Locale.ROOT, ".%07d", ticks);
  }

  /** Milliseconds as .NET writes a double: no more digits than needed. */
  static String milliseconds(Duration duration) {
    return BigDecimal.valueOf(duration.toSeconds())
        .movePointRight(3)
        .add(BigDecimal.valueOf(duration.getNano()).movePointLeft(6))
        .stripTrailingZeros()
        .toPlainString();
  }

  /**
   * Guesses the duration meant by a text that is not valid, such as {@code 5 s} or {@code
   * 00:00:05}.
   */
  static Optional<Duration> guess(String text) {
    Matcher parts = WITH_UNIT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return text.contains(":") ? parse(text) : Optional.empty();
    }
    return unit(parts.group(2))
        .map(
            unit ->
                Duration.ofMillis(
                    new BigDecimal(parts.group(1))
                        .multiply(BigDecimal.valueOf(unit.toMillis()))
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValue()));
  }

  private static Optional<Duration> unit(String text) {
    return switch (text) {
      case "ms", "msec", "millis", "millisecond", "milliseconds" ->
          Optional.of(Duration.ofMillis(1));
      case "s", "sec", "secs", "second", "seconds" -> Optional.of(Duration.ofSeconds(1));
      case "m", "min", "mins", "minute", "minutes" -> Optional.of(Duration.ofMinutes(1));
      case "h", "hr", "hour", "hours" -> Optional.of(Duration.ofHours(1));
      case "d", "day", "days" -> Optional.of(Duration.ofDays(1));
      default -> Optional.empty();
    };
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static long nanos(String fraction) {
    return fraction == null ? 0 : Long.parseLong((fraction + "00000000").substring(0, 9));
  }
}
