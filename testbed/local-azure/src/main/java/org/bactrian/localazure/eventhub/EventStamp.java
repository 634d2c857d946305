package org.bactrian.localazure.eventhub;

import java.time.Instant;
import java.util.Date;
import java.util.Map;

/**
 * Place of an event in its partition.
 *
 * @param sequenceNumber rises by one from event to event, from 0
 * @param enqueued when the event was accepted
 */
public record EventStamp(long sequenceNumber, Instant enqueued) {

  // A real offset counts bytes; one that differs from the number shows who mixes the two up.
  private static final long OFFSET_STEP = 64;

  /** Offset of the event as clients get it, a number as text. */
  public String offset() {
    return Long.toString(sequenceNumber * OFFSET_STEP);
  }

  /** Annotations by which clients know the place. */
  public Map<String, Object> annotations() {
    return Map.of(
        "x-opt-sequence-number",
        sequenceNumber,
        "x-opt-offset",
        offset(),
        "x-opt-enqueued-time",
        Date.from(enqueued));
  }

  /** Number of the first event at an offset or behind it. */
  static long atOrAfter(long offset) {
    return -Math.floorDiv(-offset, OFFSET_STEP);
  }

  /** Number of the first event behind an offset. */
  static long after(long offset) {
    return Math.floorDiv(offset, OFFSET_STEP) + 1;
  }
}
