package org.bactrian.model.time;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as {@code [-][d.]hh:mm:ss[.fffffff]}, the form of twins, methods and requests. */
public final class TimeSpanText {

  private static final Pattern FORM =
      Pattern.compile(
          "(?<minus>-)?(?:(?<days>\\d{1,8})(?:\\.|:(?=\\d{1,2}:\\d{1,2}:)))?"
              + "(?<hours>\\d{1,2}):(?<minutes>\\d{1,2})"
              + "(?::(?<seconds>\\d{1,2})(?:\\.(?<fraction>\\d{1,7}))?)?");
  private static final Pattern DAYS = Pattern.compile("-?\\d{1,8}");
  private static final int NANOS_A_TICK = 100;
  private static final int TICK_DIGITS = 7;

  private TimeSpanText() {}

  /** Reads the form above, also without seconds, and a bare number, which counts days. */
  public static Optional<Duration> parse(String text) {
    String stripped = text.strip();
    if (DAYS.matcher(stripped).matches()) {
      return Optional.of(Duration.ofDays(Long.parseLong(stripped)));
    }
    Matcher parts = FORM.matcher(stripped);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long hours = number(parts.group("hours"));
    long minutes = number(parts.group("minutes"));
    long seconds = number(parts.group("seconds"));
    if (hours > 23 || minutes > 59 || seconds > 59) {
      return Optional.empty();
    }
    Duration size =
        Duration.ofDays(number(parts.group("days")))
            .plusHours(hours)
            .plusMinutes(minutes)
            .plusSeconds(seconds)
            .plusNanos(nanos(parts.group("fraction")));
    return Optional.of(parts.group("minus") == null ? size : size.negated());
  }

  /** Writes the form above; parts of a tick (100 ns) are cut off. */
  public static String format(Duration duration) {
    Duration size = duration.abs();
    // Not String.format, which takes as long as much else of a direct method that has a time limit.
    StringBuilder text = new StringBuilder();
    if (duration.isNegative()) {
      text.append('-');
    }
    if (size.toDaysPart() > 0) {
      text.append(size.toDaysPart()).append('.');
    }
    append(text, size.toHoursPart(), 2);
    append(text.append(':'), size.toMinutesPart(), 2);
    append(text.append(':'), size.toSecondsPart(), 2);
    int ticks = size.toNanosPart() / NANOS_A_TICK;
    if (ticks > 0) {
      append(text.append('.'), ticks, TICK_DIGITS);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, int number, int digits) {
    String written = Integer.toString(number);
    text.append("0".repeat(digits - written.length())).append(written);
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static long nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Long.parseLong((fraction + "00000000").substring(0, 9));
  }
}
