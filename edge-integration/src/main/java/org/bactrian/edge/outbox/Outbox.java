package org.bactrian.edge.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bactrian.model.time.Backoff;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of one channel, such as a WriterGroup, that have not been acknowledged yet. A message
 * leaves once its store has it, and is forgotten when its receiver has it. Messages leave in order:
 * a refused one is sent again after a growing delay, and those behind it wait unless they were in
 * flight. One that is refused while others arrive does not hold them up, and is set aside in the
 * end. With one message in flight at a time all arrive in order, whatever that takes. Thread-safe.
 */
public final class Outbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** Messages that are given up together: their headers are in memory meanwhile. */
  private static final int MOST_EXPIRED_AT_ONCE = 500;

  private final String channel;
  private final String name;
  private final RecordStore store;
  private final ChannelProgress progress;
  private final Thread sender;

  private final OutboxQueue queue = new OutboxQueue();
  private final OutboxLevel level;
  private int unstored;
  private int holders;
  private long lastNumber;
  private long lastRecord;
  private boolean closed;
  private boolean ended;
  private boolean hurried;
  private OutboxPolicy policy;
  private @Nullable OutboxSink sink;
  private @Nullable Refusal lastRefusal;

  /** A message about to be handed to a sink. */
  record Sending(OutboxDelivery delivery, OutboxSink sink) {}

  /**
   * Reason why a message did not leave.
   *
   * @param at when the route refused it
   * @param reason what the route said
   */
  public record Refusal(Instant at, String reason) {}

  /** Makes the outbox of a channel, which goes on with what its store recovered. */
  Outbox(
      OutboxName name,
      RecordStore store,
      OutboxPolicy policy,
      DeadLetters deadLetters,
      List<RecoveredRecord> recovered) {
    this.channel = name.channel();
    this.name = name.text();
    this.store = store;
    this.level = new OutboxLevel(store.isDurable());
    this.policy = policy;
    this.progress = new ChannelProgress(store, channel);
    RecoveredMessages found = RecoveredMessages.of(this.name, store, progress, recovered);
    queue.add(found.entries());
    found.entries().forEach(level::add);
    this.lastRecord = found.lastRecord();
    this.lastNumber = progress.of(ChannelProgress.MESSAGES);
    this.sender =
        new Thread(new OutboxSender(this, name, store, deadLetters), "outbox-" + this.name);
    this.sender.setDaemon(true);
    if (queue.size() > 0) {
      this.sender.start();
    }
  }

  /**
   * One more user adds messages, as its policy says, and calls {@link #release} at its end.
   *
   * @return false when the outbox has ended, so that another one is needed
   */
  synchronized boolean hold(OutboxPolicy ofUser) {
    if (retain()) {
      policy = ofUser;
    }
    return !ended;
  }

  /** One more user, without a policy, adds messages, and calls {@link #release()} at its end. */
  synchronized boolean retain() {
    holders += ended ? 0 : 1;
    if (sender.getState() == Thread.State.NEW) {
      sender.start();
    }
    return !ended;
  }

  /** Number of the next message. */
  public synchronized long nextNumber() {
    return ++lastNumber;
  }

  /** Returns a number that was kept with the last messages, 0 when there is none of that name. */
  public synchronized long progress(String of) {
    return progress.of(of);
  }

  /** Forgets a number that nothing goes on from any more. */
  public synchronized void forgetProgress(String of) {
    progress.forget(of);
  }

  /** Forgets the numbers of some names. */
  public synchronized void forgetProgressIf(Predicate<String> names) {
    progress.forgetIf(names);
  }

  /**
   * Adds messages, also to a full outbox: whoever adds asks {@link #hasRoom()} before. None of them
   * leaves before all are stored, and a crash meanwhile leaves none behind.
   *
   * @param messages messages with the next numbers; none where only the numbers go on
   * @param numbers numbers that a restart goes on from as soon as the messages are stored
   * @param onStored run when the messages are stored; must not block
   */
  public void add(List<OutboxMessage> messages, Map<String, Long> numbers, Runnable onStored) {
    List<OutboxEntry> entries = new ArrayList<>(messages.size());
    synchronized (this) {
      Map<String, Long> all = new HashMap<>(numbers);
      all.put(ChannelProgress.MESSAGES, lastNumber);
      for (int i = 0; i < messages.size(); i++) {
        boolean last = i == messages.size() - 1;
        entries.add(append(messages.get(i), last ? all : Map.of(), !last));
      }
      progress.advance(all, lastRecord);
    }
    store.afterCommit(
        () -> {
          stored(entries);
          onStored.run();
        });
  }

  private OutboxEntry append(OutboxMessage message, Map<String, Long> numbers, boolean more) {
    int size = message.body().length;
    long id =
        store.isDurable()
            ? store.append(
                channel, OutboxMessageHeader.of(message, numbers, more).toBytes(), message.body())
            : 0;
    lastRecord = Math.max(lastRecord, id);
    boolean kept = level.keepsInMemory(size, policy);
    OutboxEntry entry =
        new OutboxEntry(
            id,
            message.number(),
            size,
            message.values(),
            System.nanoTime(),
            kept ? Optional.of(message) : Optional.empty());
    unstored++;
    level.add(entry);
    level.fill(held(), policy);
    return entry;
  }

  private synchronized void stored(List<OutboxEntry> entries) {
    unstored -= entries.size();
    queue.add(entries);
    notifyAll();
  }

  /** Returns whether more may be added: not after it became full until half of it is empty. */
  public synchronized boolean hasRoom() {
    return !level.isFull() && store.hasRoom(level.bytes());
  }

  /** Waits for room; says whether there is some. */
  public synchronized boolean awaitRoom(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!hasRoom() && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
    return hasRoom();
  }

  /** Returns whether what it holds outlives the process. */
  public boolean isDurable() {
    return store.isDurable();
  }

  /** Messages that nobody has acknowledged yet. */
  public synchronized int size() {
    return held();
  }

  /** Messages that the end of the process would lose. */
  public synchronized int unsafe() {
    return store.isDurable() ? unstored : held();
  }

  /** Values in messages that nobody has acknowledged yet. */
  public synchronized long values() {
    return level.values();
  }

  /**
   * Sends refused messages again at once, and from now on after the shortest wait: time is short.
   */
  public synchronized void hurry() {
    hurried = true;
    queue.hurry(System.nanoTime());
    notifyAll();
  }

  /** Reason why the oldest message that is still refused does not leave. */
  public synchronized Optional<Refusal> refusal() {
    return queue.hasRefused() ? Optional.ofNullable(lastRefusal) : Optional.empty();
  }

  /** Sends through {@code to} from now on. */
  synchronized void attach(OutboxSink to) {
    sink = to;
    notifyAll();
  }

  /** Holds all messages until a sink is attached; those in flight may still be acknowledged. */
  synchronized void detach() {
    sink = null;
  }

  /**
   * Waits until the end of the process would lose no message, or the time is up; says whether it
   * would lose none.
   */
  public synchronized boolean awaitSafe(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (unsafe() > 0 && (sink != null || unstored > 0) && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
    return unsafe() == 0;
  }

  /**
   * One user less; without any it ends as soon as all was acknowledged, however long that takes.
   */
  public synchronized void release() {
    holders--;
    notifyAll();
  }

  /** Returns whether it sends nothing any more, since it has no user and holds nothing. */
  synchronized boolean isEnded() {
    return ended;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Waits for the next message to send; empty at the end. */
  synchronized Optional<Sending> next() throws InterruptedException {
    while (!closed && (holders > 0 || held() > 0)) {
      long now = System.nanoTime();
      OutboxSink present = sink;
      if (present != null) {
        Optional<OutboxDelivery> delivery = queue.poll(policy, now);
        if (delivery.isPresent()) {
          return Optional.of(new Sending(delivery.get(), present));
        }
      }
      OptionalLong wait = present == null ? OptionalLong.empty() : queue.nanosToNext(policy, now);
      if (wait.isPresent()) {
        TimeUnit.NANOSECONDS.timedWait(this, wait.getAsLong());
      } else {
        wait();
      }
    }
    ended = true;
    return Optional.empty();
  }

  synchronized OutboxCounters counters() {
    return policy.counters();
  }

  private int held() {
    return unstored + queue.size();
  }

  /** Forgets messages that have waited for that long, but for those in flight. */
  void expire(Duration age) {
    long before = System.nanoTime() - age.toNanos();
    long messages = 0;
    long values = 0;
    try {
      List<OutboxEntry> expired = removeBefore(before);
      while (!expired.isEmpty()) {
        messages += expired.size();
        values += expired.stream().mapToLong(OutboxEntry::values).sum();
        giveUp(expired);
        expired = removeBefore(before);
      }
    } finally {
      if (messages > 0) {
        LOG.error(
            "{}: {} values in {} messages were not acknowledged before their age limit"
                + " (--outbox-age) and are lost",
            name,
            values,
            messages);
      }
    }
  }

  private synchronized List<OutboxEntry> removeBefore(long nanos) {
    return queue.removeBefore(nanos, MOST_EXPIRED_AT_ONCE);
  }

  private void giveUp(List<OutboxEntry> expired) {
    Consumer<List<ExpiredMessage>> onExpired;
    synchronized (this) {
      onExpired = policy.onExpired();
    }
    try {
      // First, so that a crash leaves the messages or what was made of their loss.
      onExpired.accept(expired.stream().map(entry -> entry.expired(store)).toList());
    } finally {
      for (OutboxEntry entry : expired) {
        store.remove(entry.id());
        counters().rejection();
      }
      release(expired);
    }
  }

  /** Forgets a message, which arrived or never can. */
  void forget(OutboxDelivery delivery, boolean arrived) {
    // First, so that whoever waits for the outbox to be empty closes a store that knows it.
    store.remove(delivery.entry().id());
    synchronized (this) {
      if (arrived) {
        queue.arrived(delivery, System.nanoTime());
      } else {
        queue.forgotten(delivery);
      }
    }
    release(List.of(delivery.entry()));
  }

  private void release(List<OutboxEntry> entries) {
    Optional<Runnable> roomAgain = Optional.empty();
    synchronized (this) {
      entries.forEach(level::remove);
      if (level.endsFullness(held(), policy)) {
        roomAgain = Optional.of(policy.onRoom());
      }
      notifyAll();
    }
    roomAgain.ifPresent(Runnable::run);
  }

  /** Returns whether a refused message is to be given up. */
  synchronized boolean isHopeless(OutboxDelivery delivery) {
    return !hurried && delivery.isHopeless(queue.isCrowded());
  }

  /**
   * Keeps a refused message for its next attempt.
   *
   * @return whether that is worth telling
   */
  boolean keep(OutboxDelivery delivery, String reason) {
    boolean news;
    synchronized (this) {
      Backoff backoff = new Backoff(policy.limits().firstRetry(), policy.limits().lastRetry());
      long wait = backoff.after(hurried ? 1 : delivery.attempts()).toNanos();
      news =
          sink != null
              && holders > 0
              && !closed
              && (!queue.hasRefused()
                  || lastRefusal == null
                  || !reason.equals(lastRefusal.reason()));
      lastRefusal = new Refusal(Instant.now(), reason);
      queue.refused(delivery, System.nanoTime() + wait);
      notifyAll();
    }
    counters().refusal();
    return news;
  }
}
