package org.bactrian.cloud.telemetry.decode;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Value of a field with what a DataValue (Part 4, 7.11) says of it. It is filled by a reader and
 * then left alone; an object a value is what decoding costs, so there is no builder beside it.
 */
final class DecodedField {

  final String name;
  @Nullable Object value;
  @Nullable String dataType;
  @Nullable String status;
  @Nullable Instant sourceTimestamp;
  @Nullable Integer sourcePicoseconds;
  @Nullable Instant serverTimestamp;
  @Nullable Integer serverPicoseconds;

  DecodedField(String name) {
    this.name = name;
  }

  /** The value as text, of a number its digits; null where there is none. */
  @Nullable String text() {
    return value == null ? null : value.toString();
  }

  /** The value as a number, also of a text of digits; null where it is none. */
  @Nullable Long number() {
    if (value instanceof Long number) {
      return number;
    }
    try {
      return value instanceof String text ? Long.valueOf(text) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
