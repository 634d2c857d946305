package org.bactrian.iothub.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages in flight: handed over and not acknowledged yet. Keeps every message until IoT Hub has
 * it, resends it after a connection was lost, in the order of arrival, and makes callers wait when
 * it is full. Safe for use by many threads.
 *
 * <p>The device SDK 2.5.0 has one message at a time in its own queue, and the next one when it has
 * begun to send that. It takes all of its queue out and puts it back to look for what has expired,
 * and what is added meanwhile would overtake the others. Only a message that it fails to publish
 * over a connection that stays is overtaken by others.
 */
final class InFlightMessages {

  private static final Logger LOG = LoggerFactory.getLogger(InFlightMessages.class);
  private static final long NONE = -1;

  /** A message that is held, with its place in the order of arrival. */
  private record Held(
      long order,
      DeviceToCloudMessage message,
      int size,
      AcknowledgementListener acknowledgement,
      int sent) {
    Held sentOnceMore() {
      return new Held(order, message, size, acknowledgement, sent + 1);
    }
  }

  /** A message on its way over one connection. */
  private record SentMessage(Held held, MessageSender sender, long startNanos) {}

  private final int maxMessages;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition capacity = lock.newCondition();
  private final TreeMap<Long, Held> waiting = new TreeMap<>();
  private final Map<Long, SentMessage> inFlight = new HashMap<>();
  private final Set<String> inFlightIds = new HashSet<>();
  private final ExecutorService acknowledgements;
  private Optional<MessageSender> sender = Optional.empty();

  /** Order of the message that waits in the sender's queue. */
  private long queued = NONE;

  private boolean closed;
  private long nextOrder;
  private int heldMessages;
  private long heldBytes;
  private long acknowledged;
  private long resent;

  InFlightMessages(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
    this.acknowledgements =
        Executors.newSingleThreadExecutor(task -> new AcknowledgementThread(this, task));
  }

  /**
   * Thread that tells callers the outcome of their messages. What they do next may send again over
   * the same outbox; such a caller never waits for capacity, because it would wait for itself.
   */
  private static final class AcknowledgementThread extends Thread {
    private final InFlightMessages outbox;

    AcknowledgementThread(InFlightMessages outbox, Runnable task) {
      super(task, "iothub-acknowledgements");
      this.outbox = outbox;
      setDaemon(true);
    }

    static boolean isOf(InFlightMessages outbox) {
      return Thread.currentThread() instanceof AcknowledgementThread thread
          && thread.outbox == outbox;
    }
  }

  /**
   * Takes a message over, after waiting for capacity.
   *
   * @throws LinkClosedException when this is closed, or closes while waiting
   */
  void add(DeviceToCloudMessage message, AcknowledgementListener acknowledgement)
      throws InterruptedException, LinkClosedException {
    int size = message.size();
    lock.lockInterruptibly();
    try {
      while (!closed && !fits(size) && !AcknowledgementThread.isOf(this)) {
        capacity.await();
      }
      if (closed) {
        throw new LinkClosedException("The connection to IoT Hub is closed; nothing was sent.");
      }
      heldMessages++;
      heldBytes += size;
      waiting.put(nextOrder, new Held(nextOrder, message, size, acknowledgement, 0));
      nextOrder++;
      sendWaiting();
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(int size) {
    return heldMessages == 0 || (heldMessages < maxMessages && heldBytes + size <= maxBytes);
  }

  /** Sends over this connection from now on, what waits first. */
  void connected(MessageSender connection) {
    lock.lock();
    try {
      sender = Optional.of(connection);
      sendWaiting();
    } finally {
      lock.unlock();
    }
  }

  /** Takes back what was on its way; it waits for the next connection. */
  void disconnected() {
    lock.lock();
    try {
      sender = Optional.empty();
      queued = NONE;
      inFlight.values().forEach(sent -> waiting.put(sent.held().order(), sent.held()));
      inFlight.clear();
      inFlightIds.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Sends again what an attempt lost while the connection stayed. */
  void retry() {
    lock.lock();
    try {
      sendWaiting();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the age of the oldest message in flight; zero when there is none. */
  Duration longestFlight() {
    lock.lock();
    try {
      long now = System.nanoTime();
      return Duration.ofNanos(
          inFlight.values().stream().mapToLong(sent -> now - sent.startNanos()).max().orElse(0));
    } finally {
      lock.unlock();
    }
  }

  /** Returns the statistics, with the number of connections filled in by the caller. */
  LinkStatistics figures(long connects) {
    lock.lock();
    try {
      return new LinkStatistics(heldMessages, heldBytes, acknowledged, resent, connects);
    } finally {
      lock.unlock();
    }
  }

  /** Fails all that is held, and whoever waits for capacity. */
  void close() {
    lock.lock();
    try {
      disconnected();
      closed = true;
      List<Held> abandoned = new ArrayList<>(waiting.values());
      waiting.clear();
      for (Held held : abandoned) {
        settle(
            held,
            () ->
                held.acknowledgement()
                    .failed(
                        new LinkClosedException(
                            "The connection was closed before IoT Hub acknowledged the message.")));
      }
      capacity.signalAll();
      acknowledgements.shutdown();
    } finally {
      lock.unlock();
    }
  }

  private void sendWaiting() {
    while (sender.isPresent() && queued == NONE && !waiting.isEmpty()) {
      Held next = waiting.firstEntry().getValue();
      // The SDK tells messages in flight apart by their id, so equal ids go one after the other.
      if (inFlightIds.contains(next.message().messageId())) {
        return;
      }
      waiting.remove(next.order());
      if (!send(next.sentOnceMore(), sender.get())) {
        waiting.put(next.order(), next);
        return;
      }
    }
  }

  private boolean send(Held held, MessageSender connection) {
    long order = held.order();
    inFlight.put(order, new SentMessage(held, connection, System.nanoTime()));
    inFlightIds.add(held.message().messageId());
    queued = order;
    try {
      connection.send(
          held.message(),
          () -> begun(connection, order),
          outcome -> ended(connection, order, outcome));
      resent += held.sent() > 1 ? 1 : 0;
      return true;
    } catch (IllegalStateException gone) {
      LOG.debug("The connection went away before a message could be sent", gone);
      remove(order);
      sender = Optional.empty();
      return false;
    } catch (RuntimeException refused) {
      // Of this message, not of the connection: its sender is told, and the others go on.
      remove(order);
      settle(held, () -> held.acknowledgement().failed(notTaken(refused)));
      return true;
    }
  }

  private static Exception notTaken(RuntimeException refused) {
    return refused instanceof IllegalArgumentException
        ? new MessageRejectedException(
            "The device SDK refused the message: " + refused.getMessage())
        : new IllegalStateException(
            "The device SDK failed to take the message over, so it is not on its way: " + refused,
            refused);
  }

  /** The message has left the sender's queue, so that the next one may enter it. */
  private void begun(MessageSender connection, long order) {
    lock.lock();
    try {
      SentMessage sent = inFlight.get(order);
      if (queued == order && sent != null && sent.sender() == connection) {
        queued = NONE;
        sendWaiting();
      }
    } finally {
      lock.unlock();
    }
  }

  private void ended(MessageSender connection, long order, SendOutcome outcome) {
    lock.lock();
    try {
      if (outcome instanceof SendOutcome.Lost lost) {
        takeBack(connection, order, lost.problem());
        return;
      }
      Optional<Held> held = remove(order);
      // Absent: an earlier attempt, over a connection since lost, was acknowledged after all.
      held.ifPresent(message -> conclude(message, outcome));
      sendWaiting();
    } finally {
      lock.unlock();
    }
  }

  private void takeBack(MessageSender connection, long order, String problem) {
    SentMessage sent = inFlight.get(order);
    if (sent != null && sent.sender() == connection) {
      LOG.debug("A message is sent again: {}", problem);
      remove(order);
      waiting.put(order, sent.held());
    }
  }

  private Optional<Held> remove(long order) {
    SentMessage sent = inFlight.remove(order);
    if (sent != null) {
      queued = queued == order ? NONE : queued;
      inFlightIds.remove(sent.held().message().messageId());
      return Optional.of(sent.held());
    }
    return Optional.ofNullable(waiting.remove(order));
  }

  private void conclude(Held held, SendOutcome outcome) {
    if (outcome instanceof SendOutcome.Rejected rejected) {
      settle(
          held,
          () -> held.acknowledgement().failed(new MessageRejectedException(rejected.problem())));
    } else {
      acknowledged++;
      settle(held, held.acknowledgement()::acknowledged);
    }
  }

  private void settle(Held held, Runnable tell) {
    acknowledgements.execute(
        () -> {
          // Only now, so that what was acknowledged and not yet told counts as held.
          release(held.size());
          try {
            tell.run();
          } catch (RuntimeException e) {
            LOG.warn("What followed on a message's acknowledgement failed", e);
          }
        });
  }

  private void release(int size) {
    lock.lock();
    try {
      heldMessages--;
      heldBytes -= size;
      capacity.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
