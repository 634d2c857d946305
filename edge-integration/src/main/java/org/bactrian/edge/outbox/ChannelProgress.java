package org.bactrian.edge.outbox;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers of one channel that go on after a restart, such as sequence numbers: the latest of each
 * by name, in the store beside the messages. A number that came with a later message is the later
 * one, whatever its size, as counters may begin anew. Not thread-safe.
 */
final class ChannelProgress {

  /** Name of the number of the last message. */
  static final String MESSAGES = "messages";

  private static final String PREFIX = "progress/";

  private final RecordStore store;
  private final String prefix;
  private final Map<String, Latest> latest = new HashMap<>();

  /**
   * A number and the message that it came with, or after.
   *
   * @param record id of the message in the store
   */
  private record Latest(long number, long record) {

    static Latest of(byte[] stored) {
      ByteBuffer buffer = ByteBuffer.wrap(stored);
      return new Latest(buffer.getLong(), buffer.getLong());
    }

    byte[] toBytes() {
      return ByteBuffer.allocate(2 * Long.BYTES).putLong(number).putLong(record).array();
    }
  }

  ChannelProgress(RecordStore store, String channel) {
    this.store = store;
    this.prefix = PREFIX + channel + "/";
    if (store.isDurable()) {
      store
          .state()
          .forEach(
              (key, value) -> {
                if (key.startsWith(prefix) && value.length == 2 * Long.BYTES) {
                  latest.put(key.substring(prefix.length()), Latest.of(value));
                }
              });
    }
  }

  /** Takes numbers over that were stored with a message. */
  void recover(Map<String, Long> numbers, long record) {
    numbers.forEach(
        (name, number) ->
            latest.merge(
                name,
                new Latest(number, record),
                (present, found) -> found.record() > present.record() ? found : present));
  }

  /** Returns the latest number of that name, 0 when there is none. */
  long of(String name) {
    Latest found = latest.get(name);
    return found == null ? 0 : found.number();
  }

  /**
   * Keeps numbers in the store.
   *
   * @param record id of the last message that was appended
   */
  void advance(Map<String, Long> numbers, long record) {
    numbers.forEach(
        (name, number) -> {
          Latest now = new Latest(number, record);
          latest.put(name, now);
          if (store.isDurable()) {
            store.put(prefix + name, now.toBytes());
          }
        });
  }

  /** Forgets a number that nothing goes on from any more. */
  void forget(String name) {
    if (latest.remove(name) != null && store.isDurable()) {
      store.put(prefix + name, new byte[0]);
    }
  }
}
