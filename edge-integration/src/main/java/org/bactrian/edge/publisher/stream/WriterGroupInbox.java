package org.bactrian.edge.publisher.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * Work queue of the thread that owns a WriterGroup: commands, which go first, and notifications,
 * which are bounded by their number of values and wait while they may not be taken. Thread-safe.
 */
final class WriterGroupInbox {

  private final IntSupplier maxValues;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Deque<Runnable> commands = new ArrayDeque<>();
  private final Deque<Notification> notifications = new ArrayDeque<>();
  private int heldValues;
  private boolean bounded = true;
  private boolean closed;

  /** Values of one notification and what is done with them. */
  private record Notification(int values, Runnable action) {}

  /**
   * @param maxValues supplies the largest number of values that it holds
   */
  WriterGroupInbox(IntSupplier maxValues) {
    this.maxValues = maxValues;
  }

  /** Adds a command. */
  void command(Runnable action) {
    lock.lock();
    try {
      commands.add(action);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the owner so that it asks again whether notifications may be taken. */
  void nudge() {
    command(() -> {});
  }

  /**
   * Adds a notification, after waiting for room: this is what holds a server's reports back.
   *
   * @return false when nothing is taken any more
   */
  boolean notification(int values, Runnable action) throws InterruptedException {
    lock.lock();
    try {
      while (bounded && heldValues > 0 && heldValues + values > maxValues.getAsInt()) {
        room.await();
      }
      if (closed) {
        return false;
      }
      heldValues += values;
      notifications.add(new Notification(values, action));
      work.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next thing to do.
   *
   * @param takeNotifications whether notifications may be taken now
   * @param deadlineNanos {@link System#nanoTime()} at which to return empty; {@link Long#MAX_VALUE}
   *     for never
   */
  Optional<Runnable> next(boolean takeNotifications, long deadlineNanos)
      throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (!commands.isEmpty()) {
          return Optional.of(commands.poll());
        }
        if (deadlineNanos != Long.MAX_VALUE && deadlineNanos - System.nanoTime() <= 0) {
          return Optional.empty(); // also while notifications never pause
        }
        if (takeNotifications && !notifications.isEmpty()) {
          Notification notification = notifications.poll();
          heldValues -= notification.values();
          room.signalAll();
          return Optional.of(notification.action());
        }
        if (deadlineNanos == Long.MAX_VALUE) {
          work.await();
        } else {
          work.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Values of the notifications that wait. */
  int values() {
    lock.lock();
    try {
      return heldValues;
    } finally {
      lock.unlock();
    }
  }

  /** Takes all notifications out and no more in. */
  List<Runnable> drain() {
    lock.lock();
    try {
      closed = true;
      List<Runnable> actions = notifications.stream().map(Notification::action).toList();
      notifications.clear();
      heldValues = 0;
      return actions;
    } finally {
      lock.unlock();
    }
  }

  /** Takes what waits for room too: the end is near, and nothing is to be held back. */
  void unbound() {
    lock.lock();
    try {
      bounded = false;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
