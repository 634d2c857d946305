package org.bactrian.edge.options;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.bactrian.edge.outbox.DeadLetters;
import org.bactrian.edge.outbox.MemoryRecordStore;
import org.bactrian.edge.outbox.OutboxMode;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.outbox.RecordStore;
import org.bactrian.edge.outbox.SegmentLog;

/**
 * Options of the outbox.
 *
 * @param data data folder
 * @param mode where messages wait
 * @param maxBytes most bytes on disk, at least {@link #LEAST_BYTES}
 * @param maxAge longest time that a message waits; zero for any
 */
public record OutboxOptions(Path data, OutboxMode mode, long maxBytes, Duration maxAge) {

  /** Smallest size that holds the largest message and what is being rewritten. */
  public static final long LEAST_BYTES = 64L << 20;

  /**
   * Opens the outboxes.
   *
   * @throws UncheckedIOException when another edge uses the folder, or it cannot be used
   */
  public Outboxes open() {
    Outboxes outboxes = new Outboxes(store(), DeadLetters.in(data), mode != OutboxMode.OFF);
    if (!maxAge.isZero()) {
      outboxes.limitAge(maxAge);
    }
    return outboxes;
  }

  private RecordStore store() {
    if (mode != OutboxMode.DISK) {
      return new MemoryRecordStore();
    }
    try {
      return SegmentLog.open(data.resolve("outbox"), maxBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
