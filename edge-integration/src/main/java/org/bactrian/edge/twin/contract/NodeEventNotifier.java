package org.bactrian.edge.twin.contract;

/** Bits of the event notifier of a node (Part 3, 8.59). */
public enum NodeEventNotifier implements Flag {
  /** They can be subscribed to. */
  SubscribeToEvents(0x1),
  /** Their history can be read. */
  HistoryRead(0x4),
  /** Their history can be changed. */
  HistoryWrite(0x8);

  private final long bits;

  NodeEventNotifier(long bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }
}
