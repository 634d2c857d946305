package org.bactrian.edge.publisher.nodes;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.model.time.TimeSpanText;

/** Texts of intervals in published nodes files. */
final class IntervalFormat {

  private static final Pattern WITH_UNIT =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*([a-z]+)\\.?");

  private IntervalFormat() {}

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
      return TimeSpanText.parse(text).filter(span -> text.contains(":") && !span.isNegative());
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
}
