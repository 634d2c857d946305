package org.bactrian.edge.publisher.stream;

import java.util.concurrent.atomic.LongAdder;

/** What a WriterGroup did since it started. Safe for use by several threads. */
public final class StreamCounters {

  private final LongAdder values = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder acknowledgedBytes = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder gaps = new LongAdder();

  void received(int count) {
    values.add(count);
  }

  void encoded(int count) {
    messages.add(count);
  }

  void sent(int bytes) {
    acknowledged.increment();
    acknowledgedBytes.add(bytes);
  }

  void refusal() {
    refused.increment();
  }

  void gap() {
    gaps.increment();
  }

  /** Values received from servers. */
  public long values() {
    return values.sum();
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

  /** Times that values may have been lost at a server or on the way from it. */
  public long gaps() {
    return gaps.sum();
  }
}
