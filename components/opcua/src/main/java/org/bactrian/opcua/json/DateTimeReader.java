package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;

/**
 * Reads DateTimes from ISO 8601 (Part 6, 5.4.2.6). A time without zone is UTC. What is before 1601
 * is the first DateTime, what is later than the last second of 9999 the last one (Part 6, 5.2.2.5);
 * what is below 100 ns is cut off.
 */
final class DateTimeReader {

  /** Time at which ticks begin. */
  private static final Instant FIRST = Instant.parse("1601-01-01T00:00:00Z");

  private static final DateTime LAST = new DateTime(Long.MAX_VALUE);

  private DateTimeReader() {}

  static DateTime read(JsonNode json) {
    return Optional.of(json)
        .filter(JsonNode::isTextual)
        .flatMap(text -> parse(LenientText.unquoted(text.textValue())))
        .orElseThrow(
            () ->
                ValueFaultException.of(
                    json, "is no DateTime", "Write it as in 2026-01-02T03:04:05.6789Z."));
  }

  /** The time that the text is; empty when it is none. */
  static Optional<DateTime> parse(String text) {
    try {
      Instant instant = instant(text);
      if (!instant.isAfter(FIRST)) {
        return Optional.of(DateTime.MIN_VALUE);
      }
      return Optional.of(
          instant.isBefore(DateTime.MAX_ISO_8601_INSTANT)
              ? new DateTime(TimestampText.ticksOf(instant))
              : LAST);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant instant(String text) {
    if (text.indexOf('T') < 0 && text.indexOf('t') < 0) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    TemporalAccessor time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return time instanceof OffsetDateTime zoned
        ? zoned.toInstant()
        : ((LocalDateTime) time).toInstant(ZoneOffset.UTC);
  }
}
