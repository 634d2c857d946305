package org.bactrian.edge.outbox;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers of one channel that go on after a restart, such as sequence numbers: the latest of each
 * by name, in the store beside the messages. Not thread-safe.
 */
final class ChannelProgress {

  private static final String PREFIX = "progress/";

  /** Counters of 32 bits start again; a step that is larger than this is such a start. */
  private static final long WRAPPED = 1L << 31;

  private final RecordStore store;
  private final String prefix;
  private final Map<String, Long> latest = new HashMap<>();

  ChannelProgress(RecordStore store, String channel) {
    this.store = store;
    this.prefix = PREFIX + channel + "/";
    if (store.isDurable()) {
      store
          .state()
          .forEach(
              (key, value) -> {
                if (key.startsWith(prefix) && value.length == Long.BYTES) {
                  latest.put(key.substring(prefix.length()), ByteBuffer.wrap(value).getLong());
                }
              });
    }
  }

  /** Takes numbers over that were stored with a message. */
  void recover(Map<String, Long> numbers) {
    numbers.forEach((name, number) -> latest.merge(name, number, ChannelProgress::later));
  }

  /** Returns the latest number of that name, 0 when there is none. */
  long of(String name) {
    return latest.getOrDefault(name, 0L);
  }

  /** Keeps numbers in the store; to be called after the message that brought them was appended. */
  void advance(Map<String, Long> numbers) {
    numbers.forEach(
        (name, number) -> {
          latest.put(name, number);
          if (store.isDurable()) {
            store.put(prefix + name, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
          }
        });
  }

  /** Forgets a number that nothing goes on from any more. */
  void forget(String name) {
    if (latest.remove(name) != null && store.isDurable()) {
      store.put(prefix + name, new byte[0]);
    }
  }

  private static long later(long one, long other) {
    return Math.abs(one - other) > WRAPPED ? Math.min(one, other) : Math.max(one, other);
  }
}
