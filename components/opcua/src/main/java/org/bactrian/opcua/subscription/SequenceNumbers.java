package org.bactrian.opcua.subscription;

/**
 * Sequence numbers of NotificationMessages, unsigned 32 bits, which begin again at 1 after the last
 * one (Part 4, 5.13.1.1).
 */
final class SequenceNumbers {

  private static final long LAST = 0xFFFF_FFFFL;

  private SequenceNumbers() {}

  /** The number after another one. */
  static long following(long number) {
    return number == LAST ? 1 : number + 1;
  }

  /** Returns whether a number comes after another one: the shorter way around tells the order. */
  static boolean isAfter(long number, long reference) {
    long distance = distance(reference, number);
    return distance != 0 && distance < LAST / 2;
  }

  /** Steps from a number to a later one. */
  static long distance(long from, long to) {
    return (to - from) & LAST;
  }
}
