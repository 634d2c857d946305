package org.bactrian.cloud.telemetry.decode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.bactrian.model.registry.TimeTexts;

/**
 * Reader of times such as {@code 2026-01-02T03:04:05.6789Z}. It remembers the last one, since the
 * values of a message often share theirs. Not thread-safe.
 */
final class TimestampParser {

  /** Times before it stand for none. */
  private static final Instant EARLIEST = Instant.parse("1602-01-01T00:00:00Z");

  /** DateTime of OPC UA ends here (Part 6, 5.2.2.5). */
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private static final int SECONDS_END = 19;
  private static final int NANO_DIGITS = 9;

  private String lastText = "";
  private Optional<Instant> last = Optional.empty();

  /**
   * The time of a text; empty for the earliest ones, which stand for none.
   *
   * @throws IllegalArgumentException when it is no time
   */
  Optional<Instant> read(String text) {
    if (!text.equals(lastText)) {
      Instant time = isPlain(text) ? plain(text) : TimeTexts.instant(text);
      if (!time.isBefore(END)) {
        throw noTime(text);
      }
      last = time.isBefore(EARLIEST) ? Optional.empty() : Optional.of(time);
      lastText = text;
    }
    return last;
  }

  private static boolean isPlain(String text) {
    return text.length() > SECONDS_END
        && text.length() <= SECONDS_END + 2 + NANO_DIGITS
        && text.charAt(text.length() - 1) == 'Z'
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T'
        && text.charAt(13) == ':'
        && text.charAt(16) == ':'
        && (text.charAt(SECONDS_END) == 'Z' || text.charAt(SECONDS_END) == '.');
  }

  private static Instant plain(String text) {
    try {
      long day =
          LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
      int hour = limited(number(text, 11, 13), 23, text);
      int minute = limited(number(text, 14, 16), 59, text);
      int second = limited(number(text, 17, SECONDS_END), 59, text);
      return Instant.ofEpochSecond(((day * 24 + hour) * 60 + minute) * 60 + second, nanos(text));
    } catch (DateTimeException e) {
      throw noTime(text);
    }
  }

  private static int nanos(String text) {
    int start = SECONDS_END + 1;
    int end = text.length() - 1;
    if (start >= end) {
      return 0;
    }
    int nanos = number(text, start, end);
    for (int digits = end - start; digits < NANO_DIGITS; digits++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static int number(String text, int start, int end) {
    int number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw noTime(text);
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static int limited(int number, int largest, String text) {
    if (number > largest) {
      throw noTime(text);
    }
    return number;
  }

  private static IllegalArgumentException noTime(String text) {
    return new IllegalArgumentException("\"" + text + "\" is no time");
  }
}
