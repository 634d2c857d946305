package org.bactrian.iothub.link;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Formats durations for messages to people. */
public final class DurationText {

  private DurationText() {}

  /** Returns seconds, rounded to tenths, with their unit: {@code 7.1 s}. */
  public static String text(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), 3);
    BigDecimal tenths = seconds.setScale(1, RoundingMode.HALF_UP);
    return tenths.stripTrailingZeros().toPlainString() + " s";
  }
}
