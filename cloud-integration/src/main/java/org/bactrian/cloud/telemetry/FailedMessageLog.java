package org.bactrian.cloud.telemetry;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.bactrian.model.time.LogInterval;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of messages that are set aside, a line a minute at most: a device whose messages fail sends
 * many of them. Thread-safe.
 */
final class FailedMessageLog {

  private static final Logger LOG = LoggerFactory.getLogger(FailedMessageLog.class);

  private final LogInterval interval = new LogInterval(Duration.ofMinutes(1));
  private final String fault;
  private final LongSupplier count;

  /**
   * @param fault predicate of the sentence that is logged
   * @param count such messages so far
   */
  FailedMessageLog(String fault, LongSupplier count) {
    this.fault = fault;
    this.count = count;
  }

  /** Tells of a message. */
  void add(UndecodableMessage message) {
    if (interval.isDue()) {
      String reason = message.reason();
      LOG.warn(
          "A {} {}: {}{} It is in the queue telemetry-failed. {} such messages so far; this is {}.",
          message.source(),
          fault,
          reason,
          reason.endsWith(".") ? "" : ".",
          count.getAsLong(),
          interval);
    }
  }
}
