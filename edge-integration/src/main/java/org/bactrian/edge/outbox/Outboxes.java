package org.bactrian.edge.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bactrian.model.thread.DaemonThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outboxes of a process over one store, by channel. What an earlier process left in the store
 * leaves first, also when nobody uses its channel any more. Thread-safe.
 */
public final class Outboxes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Outboxes.class);
  private static final Duration BETWEEN_REPLAYS = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LOOKS_AT_AGE = Duration.ofSeconds(1);

  private final RecordStore store;
  private final DeadLetters deadLetters;
  private final boolean deferred;
  private final Map<String, List<RecoveredRecord>> recovered = new LinkedHashMap<>();
  private final Map<String, Outbox> outboxes = new LinkedHashMap<>();
  private final ScheduledExecutorService timer = DaemonThreads.timer("outbox-timer");

  /** Files that were replayed, be they deleted or not. */
  private final Set<Path> replayed = ConcurrentHashMap.newKeySet();

  /** Policy of outboxes that nobody uses; in order, since what is left may need that. */
  private OutboxPolicy ofOthers =
      new OutboxPolicy(
          OutboxLimits.DEFAULT.inOrder(), () -> Long.MAX_VALUE, OutboxCounters.NONE, () -> {});

  private final Map<String, OutboxSink> sinks = new HashMap<>();
  private @Nullable Future<?> replaying;

  /**
   * @param store where messages are kept; closed with this
   * @param deferred whether servers keep a notification until what was made of it is stored
   */
  public Outboxes(RecordStore store, DeadLetters deadLetters, boolean deferred) {
    this.store = store;
    this.deferred = deferred;
    this.deadLetters = deadLetters;
    List<RecoveredRecord> waiting = store.recovered();
    waiting.forEach(
        found -> recovered.computeIfAbsent(found.channel(), c -> new ArrayList<>()).add(found));
    if (!waiting.isEmpty()) {
      LOG.info(
          "{} messages wait in the outbox since the last run and are sent first.", waiting.size());
    }
  }

  /**
   * Outboxes in memory.
   *
   * @param data data folder, for dead letters
   */
  public static Outboxes inMemory(Path data) {
    return new Outboxes(new MemoryRecordStore(), DeadLetters.in(data), true);
  }

  /** Returns whether servers keep a notification until what was made of it is stored. */
  public boolean isDeferred() {
    return deferred;
  }

  /** Returns the outbox of a channel for one more user, which releases it at its end. */
  public synchronized Outbox hold(OutboxName name, OutboxPolicy policy) {
    Outbox outbox = of(name);
    while (!outbox.hold(policy)) {
      outbox = of(name);
    }
    return outbox;
  }

  /**
   * Forgets messages that have waited longer than that, from now on and again and again.
   *
   * @param age up to 100 years
   */
  public void limitAge(Duration age) {
    timer.scheduleWithFixedDelay(
        () -> all().forEach(outbox -> expire(outbox, age)),
        0,
        BETWEEN_LOOKS_AT_AGE.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static void expire(Outbox outbox, Duration age) {
    try {
      outbox.expire(age);
    } catch (RuntimeException e) {
      LOG.error("The age of messages in an outbox could not be limited", e);
    }
  }

  /** Sends what is left of channels that nobody uses, in order, and counts it there. */
  public synchronized void drainOthers(OutboxCounters counters) {
    ofOthers = new OutboxPolicy(ofOthers.limits(), ofOthers.memory(), counters, ofOthers.onRoom());
    List.copyOf(recovered.keySet()).forEach(channel -> of(new OutboxName(channel, channel)));
  }

  /** Returns a number that a channel without an outbox kept last, 0 when there is none. */
  public long storedProgress(String channel, String of) {
    return ChannelProgress.stored(store, channel, of);
  }

  /**
   * Forgets the numbers of channels that hold nothing and are not wanted any more.
   *
   * @param kind the part of channels before a slash
   */
  public synchronized void keepProgressOnly(String kind, Set<String> wanted) {
    Set<String> kept = new HashSet<>(wanted);
    kept.addAll(recovered.keySet());
    outboxes.forEach(
        (channel, outbox) -> {
          if (!outbox.isEnded()) {
            kept.add(channel);
          }
        });
    ChannelProgress.keepOnly(store, kind, kept);
  }

  private Outbox of(OutboxName name) {
    outboxes.values().removeIf(Outbox::isEnded);
    return outboxes.computeIfAbsent(
        name.channel(),
        channel -> {
          List<RecoveredRecord> found = recovered.remove(channel);
          Outbox outbox =
              new Outbox(name, store, ofOthers, deadLetters, found == null ? List.of() : found);
          OutboxSink sink = sinks.get(kindOf(channel));
          if (sink != null) {
            outbox.attach(sink);
          }
          return outbox;
        });
  }

  /**
   * Sends the messages of some outboxes through {@code to} from now on.
   *
   * @param kind channel, or the part of channels before a slash
   */
  public synchronized void attach(String kind, OutboxSink to) {
    sinks.put(kind, to);
    ofKind(kind).forEach(outbox -> outbox.attach(to));
    if (replaying == null) {
      replaying =
          timer.scheduleWithFixedDelay(
              this::replay,
              BETWEEN_REPLAYS.toMillis(),
              BETWEEN_REPLAYS.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  /** Keeps their messages until another sink is attached, unless one already was. */
  public synchronized void detach(String kind, OutboxSink from) {
    if (sinks.remove(kind, from)) {
      ofKind(kind).forEach(Outbox::detach);
    }
  }

  private List<Outbox> ofKind(String kind) {
    return outboxes.entrySet().stream()
        .filter(outbox -> kindOf(outbox.getKey()).equals(kind))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static String kindOf(String channel) {
    int slash = channel.indexOf('/');
    return slash < 0 ? channel : channel.substring(0, slash);
  }

  /** Metrics of the store, where it is on disk. */
  public Optional<OutboxMetrics> metrics() {
    return store instanceof SegmentLog log ? Optional.of(new OutboxMetrics(log)) : Optional.empty();
  }

  /** Returns the outboxes that there are. */
  public synchronized List<Outbox> all() {
    return List.copyOf(outboxes.values());
  }

  /** Returns the store of the outboxes, for a small state beside the messages. */
  public RecordStore store() {
    return store;
  }

  private void replay() {
    try {
      List<Path> wanted = deadLetters.wanted();
      replayed.retainAll(wanted);
      for (Path file : wanted) {
        if (!replayed.contains(file) && replay(file)) {
          replayed.add(file);
        }
      }
    } catch (RuntimeException e) {
      LOG.error("Messages that were set aside cannot be sent again", e);
    }
  }

  /** Returns whether a file is done with; false where its outbox has no room yet. */
  private boolean replay(Path file) {
    try {
      DeadLetters.DeadLetter letter = DeadLetters.read(file);
      return replay(letter, () -> delete(file));
    } catch (IOException | RuntimeException e) {
      LOG.error("{} holds no message and is left alone", file, e);
      return true;
    }
  }

  private synchronized boolean replay(DeadLetters.DeadLetter letter, Runnable onStored) {
    OutboxName name = new OutboxName(letter.channel(), letter.name());
    Outbox outbox = of(name);
    while (!outbox.retain()) {
      outbox = of(name);
    }
    try {
      boolean room = outbox.hasRoom();
      if (room) {
        outbox.add(List.of(letter.message()), Map.of(), onStored);
      }
      return room;
    } finally {
      outbox.release();
    }
  }

  private void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      LOG.error("{} was sent again and cannot be deleted", file, e);
    }
  }

  /** Ends the outboxes; what a durable store has stays there. */
  @Override
  public void close() {
    timer.shutdownNow();
    all().forEach(Outbox::close);
    store.close();
  }
}
