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
 * Reads DateTimes from ISO 8601 (Part 6, 5.4.2.6), within the range of {@link
 * TimestampText#dateTime}. A time without zone is UTC.
 */
final class DateTimeReader {

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
      return Optional.of(TimestampText.dateTime(instant(text)));
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
