package org.bactrian.edge.publisher.stream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.bactrian.edge.outbox.OutboxCounters;
import org.jspecify.annotations.Nullable;

/** Counters of a WriterGroup since its start. Thread-safe. */
public final class StreamCounters implements OutboxCounters {

  private final LongAdder[] counts = new LongAdder[StreamCounter.values().length];
  private final @Nullable StreamCounters total;
  private final LongAccumulator mostOfMessage = new LongAccumulator(Math::max, 0);
  private final List<LongConsumer> latencyListeners = new CopyOnWriteArrayList<>();

  private StreamCounters(@Nullable StreamCounters total) {
    this.total = total;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /** Counters at zero, for what all groups do together. */
  public static StreamCounters total() {
    return new StreamCounters(null);
  }

  /** Counters of a group, which count for all groups too. */
  StreamCounters ofGroup() {
    return new StreamCounters(this);
  }

  /** Returns what was counted so far. */
  public long count(StreamCounter counter) {
    return counts[counter.ordinal()].sum();
  }

  void add(StreamCounter counter, long count) {
    counts[counter.ordinal()].add(count);
    if (total != null) {
      total.add(counter, count);
    }
  }

  /** A batch of {@code notifications} DataSetMessages became that many NetworkMessages. */
  void split(int notifications, int messages) {
    mostOfMessage.accumulate((messages + notifications - 1L) / notifications);
  }

  /** Largest number of NetworkMessages that a DataSetMessage became on average of its batch. */
  public long mostOfMessage() {
    return mostOfMessage.get();
  }

  /** Tells {@code listener} from now on how many nanoseconds each message took to be sent. */
  public void onLatency(LongConsumer listener) {
    latencyListeners.add(listener);
  }

  @Override
  public void sent(int bytes, long nanos) {
    add(StreamCounter.ACKNOWLEDGED, 1);
    add(StreamCounter.ACKNOWLEDGED_BYTES, bytes);
    latencyListeners.forEach(listener -> listener.accept(nanos));
  }

  @Override
  public void refusal() {
    add(StreamCounter.REFUSED, 1);
  }

  @Override
  public void rejection() {
    add(StreamCounter.UNDELIVERABLE, 1);
  }

  /** Values received from servers. */
  public long values() {
    return count(StreamCounter.VALUES);
  }

  /** Events received from servers. */
  public long events() {
    return count(StreamCounter.EVENTS);
  }

  /** Heartbeats that were due with a value, also those that are only counted. */
  public long heartbeats() {
    return count(StreamCounter.HEARTBEATS);
  }

  void heartbeat() {
    add(StreamCounter.HEARTBEATS, 1);
  }

  /** NetworkMessages encoded. */
  public long messages() {
    return count(StreamCounter.MESSAGES);
  }

  /** NetworkMessages that arrived. */
  public long acknowledged() {
    return count(StreamCounter.ACKNOWLEDGED);
  }

  /** Bytes of the NetworkMessages that arrived. */
  public long acknowledgedBytes() {
    return count(StreamCounter.ACKNOWLEDGED_BYTES);
  }

  /** Times that a route refused a message. */
  public long refused() {
    return count(StreamCounter.REFUSED);
  }

  @Override
  public long undeliverable() {
    return count(StreamCounter.UNDELIVERABLE);
  }

  /** Values that could not be encoded or are larger than a NetworkMessage, and were dropped. */
  public long dropped() {
    return count(StreamCounter.DROPPED);
  }

  /** Times that values may have been lost at a server or on the way from it. */
  public long gaps() {
    return count(StreamCounter.GAPS);
  }
}
