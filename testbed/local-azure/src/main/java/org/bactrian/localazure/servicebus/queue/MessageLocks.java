package org.bactrian.localazure.servicebus.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;

/** Locks on the messages of a queue, each with its holder and expiry. Belongs to the event loop. */
final class MessageLocks {

  private final TimerQueue deadlines;
  private final Consumer<StoredMessage> onExpiry;
  private final Map<UUID, Lock> locks = new HashMap<>();
  private final Set<Long> numbers = new HashSet<>();

  /** Tells of locks that ended without being used. */
  MessageLocks(TimerQueue deadlines, Consumer<StoredMessage> onExpiry) {
    this.deadlines = deadlines;
    this.onExpiry = onExpiry;
  }

  private record Lock(
      StoredMessage message, Optional<Object> holder, TimerQueue.TimerDeadline end) {}

  /**
   * Locks a message.
   *
   * @param holder whose locks end with it; empty for a lock that only ends with its time
   */
  UUID lock(StoredMessage message, Optional<Object> holder, Instant until) {
    UUID token = UUID.randomUUID();
    locks.put(token, new Lock(message, holder, expireAt(token, until)));
    numbers.add(message.sequenceNumber());
    return token;
  }

  boolean isLocked(StoredMessage message) {
    return numbers.contains(message.sequenceNumber());
  }

  /**
   * Ends a lock to settle its message.
   *
   * @throws BusFaultException when there is no such lock any more
   */
  StoredMessage take(UUID token) {
    deadlines.cancel(require(token).end());
    return remove(token);
  }

  /**
   * Makes a lock last longer.
   *
   * @throws BusFaultException when there is no such lock any more
   */
  void renew(UUID token, Instant until) {
    Lock lock = require(token);
    deadlines.cancel(lock.end());
    locks.put(token, new Lock(lock.message(), lock.holder(), expireAt(token, until)));
  }

  /** Ends the locks of a holder that is gone; answers their messages. */
  List<StoredMessage> takeAll(Object holder) {
    List<UUID> held = new ArrayList<>();
    locks.forEach(
        (token, lock) -> {
          if (lock.holder().filter(who -> who == holder).isPresent()) {
            held.add(token);
          }
        });
    return held.stream().map(this::take).toList();
  }

  private TimerQueue.TimerDeadline expireAt(UUID token, Instant until) {
    return deadlines.add(until, () -> onExpiry.accept(remove(token)));
  }

  private StoredMessage remove(UUID token) {
    StoredMessage message = locks.remove(token).message();
    numbers.remove(message.sequenceNumber());
    return message;
  }

  private Lock require(UUID token) {
    Lock lock = locks.get(token);
    if (lock == null) {
      throw new BusFaultException(
          BusFault.LOCK_LOST,
          "The lock supplied is invalid. Either the lock expired, or the message has already been"
              + " removed from the queue.");
    }
    return lock;
  }
}
