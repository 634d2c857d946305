package org.bactrian.edge.outbox;

import java.time.Duration;
import org.bactrian.model.time.LogInterval;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of the messages of an outbox that can never be delivered: a line at the first, then at most
 * one a minute, since where one message is too large the others often are. Thread-safe.
 */
final class UndeliverableLog {

  private static final Logger LOG = LoggerFactory.getLogger(UndeliverableLog.class);

  private final LogInterval interval = new LogInterval(Duration.ofMinutes(1));
  private final String outbox;

  UndeliverableLog(String outbox) {
    this.outbox = outbox;
  }

  /**
   * Tells of a message.
   *
   * @param count such messages of the outbox so far
   * @param reason what its transport said
   * @param kept sentence that says where the message is now
   */
  void add(long number, long count, String reason, String kept) {
    if (interval.isDue()) {
      LOG.error(
          "{}: message {} can never be taken: {}{} {} {} such messages so far; this is {}.",
          outbox,
          number,
          reason,
          reason.endsWith(".") ? "" : ".",
          kept,
          count,
          interval);
    }
  }
}
