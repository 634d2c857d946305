package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bactrian.model.time.Backoff;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * NetworkMessages of one WriterGroup that have not been acknowledged yet. Messages leave in order;
 * a refused one is sent again after a growing delay while others go on, so that a receiver sorts by
 * sequence number where order matters. With one message in flight at a time they arrive in order,
 * and others wait for a refused one. Thread-safe.
 */
final class NetworkMessageOutbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkMessageOutbox.class);

  private final String name;
  private final OutboxLimits limits;
  private final Backoff backoff;
  private final MemoryShare share;
  private final StreamCounters counters;
  private final Runnable onRoom;
  private final UndeliverableLog undeliverable;
  private final Thread sender;

  private final Deque<OutboundMessage> queued = new ArrayDeque<>();
  private final List<Refused> refused = new ArrayList<>();
  private int inFlight;
  private long heldBytes;
  private long heldValues;
  private boolean full;
  private boolean closed;
  private boolean leaving;
  private boolean hurried;
  private @Nullable TelemetrySink sink;
  private @Nullable Refusal lastRefusal;

  /** A message that waits for its next try. */
  private record Refused(OutboundMessage message, int attempts, long notBeforeNanos) {}

  /** A message about to be tried for the {@code attempt}th time. */
  private record Attempt(OutboundMessage message, int attempt, TelemetrySink sink) {}

  /**
   * Reason why a message did not leave.
   *
   * @param at when the route refused it
   * @param reason what the route said
   */
  record Refusal(Instant at, String reason) {}

  /**
   * @param share what the process leaves to this group, if that is less than its limits
   * @param onRoom called, without the lock, when a full outbox has room again
   */
  NetworkMessageOutbox(
      String name,
      OutboxLimits limits,
      MemoryShare share,
      StreamCounters counters,
      Runnable onRoom) {
    this.name = name;
    this.limits = limits;
    this.backoff = new Backoff(limits.firstRetry(), limits.lastRetry());
    this.share = share;
    this.counters = counters;
    this.onRoom = onRoom;
    this.undeliverable = new UndeliverableLog(name);
    this.sender = new Thread(this::send, "outbox-" + name);
    this.sender.setDaemon(true);
    this.sender.start();
  }

  /** Adds a message, also to a full outbox: who adds asks {@link #hasRoom()} before. */
  synchronized void add(OutboundMessage message) {
    queued.add(message);
    heldBytes += message.message().body().length;
    heldValues += message.message().valueCount();
    full |= held() >= limits.maxMessages() || heldBytes >= maxBytes();
    notifyAll();
  }

  /** Returns whether more may be added: not after it became full until half of it is empty. */
  synchronized boolean hasRoom() {
    return !full;
  }

  /** Messages that nobody has acknowledged yet. */
  synchronized int size() {
    return held();
  }

  /** Values in messages that nobody has acknowledged yet. */
  synchronized long values() {
    return heldValues;
  }

  /**
   * Sends refused messages again at once, and from now on after the shortest wait: time is short.
   */
  synchronized void hurry() {
    hurried = true;
    long now = System.nanoTime();
    refused.replaceAll(waiting -> new Refused(waiting.message(), waiting.attempts(), now));
    notifyAll();
  }

  /** Reason why the oldest message that is still refused does not leave. */
  synchronized Optional<Refusal> refusal() {
    return refused.isEmpty() ? Optional.empty() : Optional.ofNullable(lastRefusal);
  }

  /** Sends through {@code to} from now on. */
  synchronized void attach(TelemetrySink to) {
    sink = to;
    notifyAll();
  }

  /** Holds all messages until a sink is attached; those in flight may still be acknowledged. */
  synchronized void detach() {
    sink = null;
  }

  /** Waits until all messages were acknowledged or the time is up; says whether they were. */
  synchronized boolean awaitEmpty(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (held() > 0 && sink != null && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
    return held() == 0;
  }

  /** Ends when everything that is held was acknowledged, however long that takes. */
  synchronized void closeWhenEmpty() {
    leaving = true;
    notifyAll();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void send() {
    try {
      for (Optional<Attempt> next = next(); next.isPresent(); next = next()) {
        hand(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hand(Attempt attempt) {
    TelemetrySink.Receipt receipt = new OneReceipt(attempt);
    try {
      attempt.sink().send(attempt.message(), receipt);
    } catch (RuntimeException e) {
      receipt.refused(e);
    }
  }

  private synchronized Optional<Attempt> next() throws InterruptedException {
    while (!closed && !(leaving && held() == 0)) {
      long now = System.nanoTime();
      if (sink != null && inFlight < limits.maxInFlight()) {
        for (int i = 0; i < refused.size(); i++) {
          Refused candidate = refused.get(i);
          if (candidate.notBeforeNanos() - now <= 0) {
            refused.remove(i);
            inFlight++;
            return Optional.of(new Attempt(candidate.message(), candidate.attempts() + 1, sink));
          }
        }
        if (!queued.isEmpty() && !(inOrder() && !refused.isEmpty())) {
          inFlight++;
          return Optional.of(new Attempt(queued.poll(), 1, sink));
        }
      }
      awaitChange(now);
    }
    return Optional.empty();
  }

  private void awaitChange(long now) throws InterruptedException {
    if (sink == null || refused.isEmpty() || inFlight >= limits.maxInFlight()) {
      wait();
      return;
    }
    long soonest = Long.MAX_VALUE;
    for (Refused waiting : refused) {
      soonest = Math.min(soonest, waiting.notBeforeNanos() - now);
    }
    TimeUnit.NANOSECONDS.timedWait(this, Math.max(soonest, 1));
  }

  private boolean inOrder() {
    return limits.maxInFlight() == 1;
  }

  private long maxBytes() {
    return Math.min(limits.maxBytes(), share.bytes());
  }

  private int held() {
    return queued.size() + refused.size() + inFlight;
  }

  /** Forgets a message, which arrived or never can. */
  private void forget(OutboundMessage message) {
    boolean roomAgain;
    synchronized (this) {
      inFlight--;
      heldBytes -= message.message().body().length;
      heldValues -= message.message().valueCount();
      roomAgain = full && held() <= limits.maxMessages() / 2 && heldBytes <= maxBytes() / 2;
      full &= !roomAgain;
      notifyAll();
    }
    if (roomAgain) {
      onRoom.run();
    }
  }

  private void again(Attempt attempt, Throwable cause) {
    boolean news;
    synchronized (this) {
      long wait = backoff.after(hurried ? 1 : attempt.attempt()).toNanos();
      inFlight--;
      String reason = reason(cause);
      news =
          sink != null
              && !leaving
              && !closed
              && (refused.isEmpty() || lastRefusal == null || !reason.equals(lastRefusal.reason()));
      lastRefusal = new Refusal(Instant.now(), reason);
      refused.add(new Refused(attempt.message(), attempt.attempt(), System.nanoTime() + wait));
      notifyAll();
    }
    counters.refusal();
    if (news) {
      LOG.warn(
          "WriterGroup {}: NetworkMessage {} was refused on its route ({}). It is kept and sent"
              + " again until it gets through.",
          name,
          attempt.message().sequenceNumber(),
          reason(cause));
      LOG.debug("WriterGroup {}: refused", name, cause);
    }
  }

  private void drop(Attempt attempt, Throwable cause) {
    counters.rejection();
    undeliverable.add(attempt.message().sequenceNumber(), counters.undeliverable(), reason(cause));
    forget(attempt.message());
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }

  /** A sink that answers twice must not free the message's place twice. */
  private final class OneReceipt implements TelemetrySink.Receipt {

    private final Attempt attempt;
    private boolean given;

    OneReceipt(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public void acknowledged() {
      if (first()) {
        counters.sent(attempt.message().message().body().length);
        forget(attempt.message());
      }
    }

    @Override
    public void refused(Throwable cause) {
      if (first()) {
        again(attempt, cause);
      }
    }

    @Override
    public void undeliverable(Throwable cause) {
      if (first()) {
        drop(attempt, cause);
      }
    }

    private synchronized boolean first() {
      boolean was = given;
      given = true;
      return !was;
    }
  }
}
