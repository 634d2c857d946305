package org.bactrian.cloud.telemetry.decode;

/**
 * Count of the messages, fields and elements of one body. The memory that a decoded body takes
 * follows it, while the size of the body tells little: a compressed kilobyte may hold a million
 * messages. Not thread-safe.
 */
final class BodyParts {

  /** Most parts of a body; as many values as fit into one that is as large as bodies may be. */
  static final int MOST = 250_000;

  /** Parts that a message counts for, whatever is in it. */
  static final int MESSAGE = 2;

  private static final int BYTES = 128;

  private int count;

  /**
   * Counts parts that are about to be read.
   *
   * @throws IllegalStateException when there are too many
   */
  void add(int parts) {
    count += parts;
    if (count > MOST || parts > MOST) {
      throw new IllegalStateException("it has more than " + MOST + " messages and values");
    }
  }

  /** Estimated memory of the parts, in bytes. */
  int bytes() {
    return count * BYTES;
  }
}
