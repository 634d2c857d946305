package org.bactrian.edge.publisher.stream;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.bactrian.edge.outbox.OutboxCounters;
import org.jspecify.annotations.Nullable;

/** Counters of a WriterGroup since its start. Thread-safe. */
public final class StreamCounters implements OutboxCounters {

  /** Counters at zero, for what all groups do together. */
  public static StreamCounters total() {
    return new StreamCounters(null);
  }

  private final LongAdder values = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder conditions = new LongAdder();
  private final LongAdder heartbeats = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder acknowledgedBytes = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder undeliverable = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder gaps = new LongAdder();
  private final @Nullable StreamCounters total;

  private StreamCounters(@Nullable StreamCounters total) {
    this.total = total;
  }

  /** Counters of a group, which count for all groups too. */
  StreamCounters ofGroup() {
    return new StreamCounters(this);
  }

  void received(int count) {
    add(counters -> counters.values, count);
  }

  void events(int count) {
    add(counters -> counters.events, count);
  }

  void conditions(int count) {
    add(counters -> counters.conditions, count);
  }

  void heartbeat() {
    add(counters -> counters.heartbeats, 1);
  }

  void encoded(int count) {
    add(counters -> counters.messages, count);
  }

  @Override
  public void sent(int bytes) {
    add(counters -> counters.acknowledged, 1);
    add(counters -> counters.acknowledgedBytes, bytes);
  }

  @Override
  public void refusal() {
    add(counters -> counters.refused, 1);
  }

  @Override
  public void rejection() {
    add(counters -> counters.undeliverable, 1);
  }

  void dropped(long count) {
    add(counters -> counters.dropped, count);
  }

  void gap() {
    add(counters -> counters.gaps, 1);
  }

  private void add(Function<StreamCounters, LongAdder> counter, long count) {
    counter.apply(this).add(count);
    if (total != null) {
      counter.apply(total).add(count);
    }
  }

  /** Values received from servers. */
  public long values() {
    return values.sum();
  }

  /** Events received from servers. */
  public long events() {
    return events.sum();
  }

  /** Active conditions sent in snapshots, each as often as it was sent. */
  public long conditions() {
    return conditions.sum();
  }

  /** Heartbeats that were due with a value, also those that are only counted. */
  public long heartbeats() {
    return heartbeats.sum();
  }

  /** NetworkMessages encoded. */
  public long messages() {
    return messages.sum();
  }

  /** NetworkMessages that arrived. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** Bytes of the NetworkMessages that arrived. */
  public long acknowledgedBytes() {
    return acknowledgedBytes.sum();
  }

  /** Times that a route refused a message. */
  public long refused() {
    return refused.sum();
  }

  /** NetworkMessages that could never be taken and were set aside. */
  @Override
  public long undeliverable() {
    return undeliverable.sum();
  }

  /** Values that could not be encoded or are larger than a NetworkMessage, and were dropped. */
  public long dropped() {
    return dropped.sum();
  }

  /** Times that values may have been lost at a server or on the way from it. */
  public long gaps() {
    return gaps.sum();
  }
}
