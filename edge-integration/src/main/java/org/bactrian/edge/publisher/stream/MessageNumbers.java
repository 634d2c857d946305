package org.bactrian.edge.publisher.stream;

/**
 * Sequence numbers of the messages of a DataSetWriter, of values and events alike: unsigned 32
 * bits, from 1. Streams that follow each other under one name have them together. Thread-safe.
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

  synchronized long next() {
    last = last == LAST ? 1 : last + 1;
    return last;
  }

  /**
   * Goes on behind what became of messages, which may take more numbers or fewer than they were
   * given. Fewer leave a hole where others were given meanwhile.
   *
   * @param given number that was given last to the messages that were encoded
   * @param added numbers that they have taken beside those they were given
   * @return number of the last message, from which a restart goes on
   */
  synchronized long encoded(long given, long added) {
    if (added > 0 || last == given) {
      last = (last + added) & LAST;
    }
    return last;
  }
}
