package org.bactrian.edge.publisher.stream;

/**
 * Counter of the messages of a DataSetWriter that determines its key frames (KeyFrameCount, Part
 * 14, 6.2.4.3): the first message, and then every {@code count}th. Not thread-safe.
 */
final class KeyFrameCounter {

  private final int count;
  private long framesUntilKey;

  /**
   * Creates a counter whose next message is a key frame.
   *
   * @param count messages from one key frame to the next; 0 for a key frame at the start only
   */
  KeyFrameCounter(int count) {
    this.count = count;
  }

  /** Returns true when key frames recur and therefore need the last value of all fields. */
  boolean repeats() {
    return count > 0;
  }

  /** Makes the next message a key frame. */
  void restart() {
    framesUntilKey = 0;
  }

  /** Makes the next message none, where key frames do not recur: a former process has sent one. */
  void resume() {
    if (!repeats()) {
      framesUntilKey = Long.MAX_VALUE;
    }
  }

  /** Counts a message and returns true when it is a key frame. */
  boolean next() {
    boolean key = framesUntilKey == 0;
    if (count <= 0) {
      framesUntilKey = Long.MAX_VALUE;
    } else {
      framesUntilKey = key ? count - 1L : framesUntilKey - 1;
    }
    return key;
  }
}
