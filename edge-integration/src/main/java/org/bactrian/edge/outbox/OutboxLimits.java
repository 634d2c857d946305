package org.bactrian.edge.outbox;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * Limits of what an outbox holds, and of the values that its WriterGroup holds before that.
 *
 * @param maxMessages NetworkMessages that are not acknowledged yet, at least 1
 * @param maxBytes their bytes; one message always fits
 * @param maxInFlight NetworkMessages handed to the route at a time, at least 1; with 1 a refused
 *     message goes before all others, so that they arrive in order
 * @param maxValues values received and not encoded yet
 * @param firstRetry wait before a refused message is handed to the route again; doubled at each
 *     further refusal
 * @param lastRetry longest such wait
 */
@RecordBuilder
public record OutboxLimits(
    int maxMessages,
    long maxBytes,
    int maxInFlight,
    int maxValues,
    Duration firstRetry,
    Duration lastRetry)
    implements OutboxLimitsBuilder.With {

  /** 4,096 messages (OPC Publisher's send queue), 32 MiB. */
  public static final OutboxLimits DEFAULT =
      new OutboxLimits(
          4096, 32L << 20, 64, 100_000, Duration.ofMillis(250), Duration.ofSeconds(60));

  public OutboxLimits {
    if (maxMessages < 1 || maxInFlight < 1 || maxValues < 1) {
      throw new IllegalArgumentException("An outbox holds at least one message and one value");
    }
  }

  /** The same for receivers that need messages in order. */
  public OutboxLimits inOrder() {
    return new OutboxLimits(maxMessages, maxBytes, 1, maxValues, firstRetry, lastRetry);
  }
}
