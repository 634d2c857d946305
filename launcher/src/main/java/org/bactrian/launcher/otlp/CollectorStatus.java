package org.bactrian.launcher.otlp;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State of a collector that the log tells when it changes, once each time. Safe for use by several
 * threads.
 */
final class CollectorStatus {

  private static final Logger LOG = LoggerFactory.getLogger(CollectorStatus.class);
  private static final int MAX_REASON = 200;

  private final OtlpSignal signal;
  private final CollectorAddress collector;
  private final AtomicBoolean failing = new AtomicBoolean();

  CollectorStatus(OtlpSignal signal, CollectorAddress collector) {
    this.signal = signal;
    this.collector = collector;
  }

  /** Notes that an export has ended; null for success. */
  void ended(@Nullable Throwable failure) {
    if (failure == null) {
      if (failing.compareAndSet(true, false)) {
        LOG.info(
            "The OpenTelemetry collector {} takes {} again", collector.endpoint(), signal.text());
      }
    } else if (failing.compareAndSet(false, true)) {
      LOG.warn(
          "The OpenTelemetry collector {} takes no {} by {}: {}. They are dropped until it does,"
              + " which the log tells; nothing else waits for it",
          collector.endpoint(),
          signal.text(),
          collector.protocol().text(),
          reason(failure));
    }
  }

  /** The collector's own words may be anything. */
  private static String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof TimeoutException) {
      return "it does not answer in time";
    }
    String text =
        Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName())
            .replaceAll("\\p{Cntrl}+", " ")
            .strip();
    return text.length() > MAX_REASON ? text.substring(0, MAX_REASON) + "…" : text;
  }
}
