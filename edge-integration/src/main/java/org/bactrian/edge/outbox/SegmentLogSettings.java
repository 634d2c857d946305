package org.bactrian.edge.outbox;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of a segment log.
 *
 * @param folder folder of its files, which no other process uses
 * @param maxBytes bytes on disk from which it has no room, at least 64 KiB
 * @param segmentBytes bytes of records from which a further segment begins, at least 1 KiB
 * @param commitInterval longest time that something appended waits to be made durable
 * @param retryInterval time until it is tried again to write after that has failed
 */
public record SegmentLogSettings(
    Path folder, long maxBytes, int segmentBytes, Duration commitInterval, Duration retryInterval) {

  private static final int MAX_SEGMENT_BYTES = 16 << 20;
  private static final int MIN_SEGMENT_BYTES = 64 << 10;

  /** Segments that a full log has, so that space is given back in small parts. */
  private static final int SEGMENTS = 16;

  public SegmentLogSettings {
    if (maxBytes < 64 << 10) {
      throw new IllegalArgumentException("maxBytes must be at least 65,536, was " + maxBytes);
    }
    if (segmentBytes < 1 << 10) {
      throw new IllegalArgumentException(
          "segmentBytes must be at least 1,024, was " + segmentBytes);
    }
  }

  /** Returns the usual settings: commits every 100 ms, segments of at most 16 MiB. */
  public static SegmentLogSettings of(Path folder, long maxBytes) {
    long segment = Math.max(MIN_SEGMENT_BYTES, Math.min(MAX_SEGMENT_BYTES, maxBytes / SEGMENTS));
    return new SegmentLogSettings(
        folder, maxBytes, (int) segment, Duration.ofMillis(100), Duration.ofSeconds(1));
  }
}
