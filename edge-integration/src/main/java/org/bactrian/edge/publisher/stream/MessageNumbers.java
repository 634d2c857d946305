package org.bactrian.edge.publisher.stream;

/**
 * Sequence numbers of the messages of a DataSetWriter, of values and events alike: unsigned 32
 * bits, from 1. Not thread-safe.
 */
final class MessageNumbers {

  private static final long LAST = 0xFFFF_FFFFL;

  private long last;

  /**
   * @param last number of the writer's last message, 0 when there was none
   */
  MessageNumbers(long last) {
    this.last = last;
  }

  long next() {
    last = last == LAST ? 1 : last + 1;
    return last;
  }
}
