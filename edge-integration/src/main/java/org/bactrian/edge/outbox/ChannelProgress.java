package org.bactrian.edge.outbox;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

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

  /** Returns a number of a channel that a store keeps, 0 when there is none of that name. */
  static long stored(RecordStore store, String channel, String name) {
    byte[] value = store.state().get(PREFIX + channel + "/" + name);
    return value == null || value.length != 2 * Long.BYTES ? 0 : Latest.of(value).number();
  }

  /**
   * Forgets the numbers of channels of a kind, but for some.
   *
   * @param kind the part of channels before a slash
   */
  static void keepOnly(RecordStore store, String kind, Set<String> channels) {
    store.state().keySet().stream()
        .filter(key -> key.startsWith(PREFIX + kind + "/"))
        .filter(key -> channels.stream().noneMatch(one -> key.startsWith(PREFIX + one + "/")))
        .forEach(key -> store.put(key, new byte[0]));
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

  /** Forgets the numbers of some names. */
  void forgetIf(Predicate<String> names) {
    Set.copyOf(latest.keySet()).stream().filter(names).forEach(this::forget);
  }

  /** Forgets a number that nothing goes on from any more. */
  void forget(String name) {
    if (latest.remove(name) != null && store.isDurable()) {
      store.put(prefix + name, new byte[0]);
    }
  }
}
