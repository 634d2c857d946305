package org.bactrian.localazure.servicebus.queue;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The messages of a queue by their numbers, those that receivers may have, and the moments at which
 * some become visible or end. Belongs to the event loop, apart from {@link #bytes}.
 */
final class QueueContents {

  private final TimerQueue deadlines;
  private final boolean endless;
  private final Consumer<StoredMessage> onVisible;
  private final Consumer<StoredMessage> onExpiry;
  private final TreeMap<Long, StoredMessage> all = new TreeMap<>();
  private final TreeMap<Long, StoredMessage> ready = new TreeMap<>();
  private final Map<Long, TimerQueue.TimerDeadline> moments = new HashMap<>();
  private volatile long bytes;

  /**
   * Nothing yet.
   *
   * @param endless whether messages stay however long they wanted to live
   * @param onVisible hears of scheduled messages whose time has come
   * @param onExpiry hears of messages that outlived their time, once
   */
  QueueContents(
      TimerQueue deadlines,
      boolean endless,
      Consumer<StoredMessage> onVisible,
      Consumer<StoredMessage> onExpiry) {
    this.deadlines = deadlines;
    this.endless = endless;
    this.onVisible = onVisible;
    this.onExpiry = onExpiry;
  }

  /** Adds a message, or puts one back that was taken; receivers may have it if its state allows. */
  void place(StoredMessage message) {
    long number = message.sequenceNumber();
    StoredMessage old = all.put(number, message);
    grow(message.size() - (old == null ? 0 : old.size()));
    watch(message);
    if (!message.deferred() && !message.isScheduled()) {
      ready.put(number, message);
    }
  }

  /** Removes a message. */
  void forget(StoredMessage message) {
    unwatch(message.sequenceNumber());
    ready.remove(message.sequenceNumber());
    StoredMessage known = all.remove(message.sequenceNumber());
    grow(known == null ? 0 : -known.size());
  }

  /** Takes the first message that receivers may have; it still counts as a message of the queue. */
  Optional<StoredMessage> takeFirst() {
    return Optional.ofNullable(ready.pollFirstEntry()).map(Map.Entry::getValue);
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  boolean isReady(StoredMessage message) {
    return ready.containsKey(message.sequenceNumber());
  }

  Optional<StoredMessage> find(long number) {
    return Optional.ofNullable(all.get(number));
  }

  Collection<StoredMessage> from(long number) {
    return all.tailMap(number).values();
  }

  List<StoredMessage> all() {
    return List.copyOf(all.values());
  }

  long bytes() {
    return bytes;
  }

  // One thread writes, others may read.
  private void grow(int by) {
    bytes = bytes + by;
  }

  private void watch(StoredMessage message) {
    long number = message.sequenceNumber();
    unwatch(number);
    if (message.isScheduled()) {
      moments.put(number, deadlines.add(message.visible(), () -> onVisible.accept(message)));
    } else if (!message.expires().equals(Instant.MAX) && !endless) {
      moments.put(number, deadlines.add(message.expires(), () -> onExpiry.accept(message)));
    }
  }

  private void unwatch(long number) {
    TimerQueue.TimerDeadline moment = moments.remove(number);
    if (moment != null) {
      deadlines.cancel(moment);
    }
  }
}
