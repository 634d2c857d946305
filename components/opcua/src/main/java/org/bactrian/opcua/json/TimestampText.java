package org.bactrian.opcua.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.jspecify.annotations.Nullable;

/**
 * A DateTime as text: UTC, {@code yyyy-MM-ddTHH:mm:ss}, up to seven digits of fraction without
 * trailing zeros, {@code Z} (Part 6, 5.4.2.6).
 *
 * <p>It keeps its last text, because the values of one notification mostly share their timestamps,
 * and the date and time of day of it, because the others mostly share the second. Used by one
 * thread at a time.
 */
public final class TimestampText {

  private static final long TICKS_PER_SECOND = 10_000_000L;
  private static final long SECONDS_PER_DAY = 86_400L;

  /** Days from 0000-03-01 of the proleptic Gregorian calendar to 1601-01-01, where ticks begin. */
  private static final long DAYS_TO_1601 = 584_694L;

  /** Ticks of 9999-12-31T23:59:59Z; what is later is written as this (Part 6, 5.4.2.6). */
  private static final long LAST = 2_650_467_743_990_000_000L;

  private static final int SECOND_LENGTH = 19;

  /** Time at which ticks begin. */
  private static final Instant FIRST = Instant.parse("1601-01-01T00:00:00Z");

  private static final DateTime END = new DateTime(Long.MAX_VALUE);

  private final byte[] text = "1601-01-01T00:00:00.0000000Z".getBytes(StandardCharsets.US_ASCII);
  private int length = SECOND_LENGTH + 1;
  private long ticks = Long.MIN_VALUE;
  private long second = Long.MIN_VALUE;

  /** Returns whether there is nothing to say: no time, or the first one, which stands for none. */
  public static boolean isNull(@Nullable DateTime time) {
    return time == null || time.getUtcTime() <= 0;
  }

  /**
   * An instant as DateTime (Part 6, 5.2.2.5): what is before 1601 is the first one, which stands
   * for none, what is later than the last second of 9999 the last one; what is below 100 ns is cut
   * off.
   */
  public static DateTime dateTime(Instant instant) {
    if (!instant.isAfter(FIRST)) {
      return DateTime.MIN_VALUE;
    }
    return instant.isBefore(DateTime.MAX_ISO_8601_INSTANT) ? new DateTime(ticksOf(instant)) : END;
  }

  /** Ticks of 100 ns since 1601 of an instant. */
  public static long ticksOf(Instant instant) {
    return (instant.getEpochSecond() + 11_644_473_600L) * TICKS_PER_SECOND
        + instant.getNano() / 100;
  }

  /** Writes a time as a JSON string; none as the first one. */
  public void write(JsonGenerator out, @Nullable DateTime time) throws IOException {
    write(out, time == null ? 0 : time.getUtcTime());
  }

  /**
   * Writes a time as a JSON string.
   *
   * @param ticks steps of 100 ns since 1601-01-01
   */
  public void write(JsonGenerator out, long ticks) throws IOException {
    if (ticks != this.ticks) {
      format(ticks);
    }
    out.writeRawUTF8String(text, 0, length);
  }

  @Override
  public String toString() {
    return new String(text, 0, length, StandardCharsets.US_ASCII);
  }

  /** Makes {@code ticks} the present text. */
  void format(long ticks) {
    this.ticks = ticks;
    long bounded = Math.max(0, Math.min(ticks, LAST));
    long newSecond = bounded / TICKS_PER_SECOND;
    if (newSecond != second) {
      second = newSecond;
      formatSecond(newSecond);
    }
    formatFraction((int) (bounded % TICKS_PER_SECOND));
  }

  private void formatFraction(int fraction) {
    if (fraction == 0) {
      text[SECOND_LENGTH] = 'Z';
      length = SECOND_LENGTH + 1;
      return;
    }
    int digits = 7;
    int rest = fraction;
    while (rest % 10 == 0) {
      rest /= 10;
      digits--;
    }
    text[SECOND_LENGTH] = '.';
    put(SECOND_LENGTH + 1, rest, digits);
    text[SECOND_LENGTH + 1 + digits] = 'Z';
    length = SECOND_LENGTH + 2 + digits;
  }

  /** Civil date from days, with years that begin in March so that leap days come last. */
  private void formatSecond(long seconds) {
    long days = seconds / SECONDS_PER_DAY + DAYS_TO_1601;
    long era = days / 146_097;
    int dayOfEra = (int) (days % 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shiftedMonth = (5 * dayOfYear + 2) / 153;
    int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    int timeOfDay = (int) (seconds % SECONDS_PER_DAY);
    put(0, (int) (era * 400) + yearOfEra + (month <= 2 ? 1 : 0), 4);
    put(5, month, 2);
    put(8, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, 2);
    put(11, timeOfDay / 3_600, 2);
    put(14, timeOfDay / 60 % 60, 2);
    put(17, timeOfDay % 60, 2);
  }

  private void put(int position, int value, int digits) {
    int rest = value;
    for (int i = position + digits - 1; i >= position; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
