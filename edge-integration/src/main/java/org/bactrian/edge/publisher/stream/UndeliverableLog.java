package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of the messages of a WriterGroup that can never be delivered: a line at the first, then at
 * most one a minute, since where one message is too large the others often are. Thread-safe.
 */
final class UndeliverableLog {

  private static final Logger LOG = LoggerFactory.getLogger(UndeliverableLog.class);
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

  private final String group;
  private Optional<Long> lastNanos = Optional.empty();

  UndeliverableLog(String group) {
    this.group = group;
  }

  /**
   * Tells of a message.
   *
   * @param count such messages of the group so far
   * @param reason what its transport said
   */
  synchronized void add(long sequenceNumber, long count, String reason) {
    long now = System.nanoTime();
    if (lastNanos.isEmpty() || now - lastNanos.get() > BETWEEN_LINES.toNanos()) {
      lastNanos = Optional.of(now);
      LOG.error(
          "WriterGroup {}: NetworkMessage {} can never be taken and is lost: {} {} of this group so"
              + " far; this is logged at most once in {} s.",
          group,
          sequenceNumber,
          reason,
          count,
          BETWEEN_LINES.toSeconds());
    }
  }
}
