package org.bactrian.edge.publisher.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bactrian.edge.publisher.stream.GroupStatus;
import org.bactrian.edge.publisher.stream.WriterStatus;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.SessionStatistics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures of all WriterGroups, sampled once a second for rates and looked at anew at most once a
 * second. Thread-safe.
 */
public final class PublisherFigures implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PublisherFigures.class);
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Snapshot(
      Map<String, GroupFigures> groups, Map<ServerKey, ServerFigures> servers) {}

  private final Supplier<List<GroupStatus>> groups;
  private final Supplier<List<SessionStatistics>> sessions;
  private final Map<String, LastMinute> lastMinutes = new HashMap<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private final ScheduledExecutorService clock = DaemonThreads.timer("publisher-figures");

  private @Nullable Snapshot last;
  private long lastNanos;

  /**
   * Figures from now on.
   *
   * @param groups status of each group when it is asked
   * @param sessions statistics of each session when it is asked
   */
  public PublisherFigures(
      Supplier<List<GroupStatus>> groups, Supplier<List<SessionStatistics>> sessions) {
    this.groups = groups;
    this.sessions = sessions;
  }

  /** Begins to sample. */
  public void start() {
    clock.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
  }

  /** Calls {@code listener} after each sample. */
  synchronized void onSample(Runnable listener) {
    listeners.add(listener);
  }

  /** Figures of each group that is not ending, at most a second old. */
  public List<GroupFigures> groups() {
    return List.copyOf(byId().values());
  }

  /** Figures of each group that is not ending by its id, at most a second old. */
  Map<String, GroupFigures> byId() {
    return snapshot().groups();
  }

  /** Figures of each server that there is a session with, as old as those of the groups. */
  Map<ServerKey, ServerFigures> byServer() {
    return snapshot().servers();
  }

  /** Number of sessions. */
  int sessions() {
    return byServer().values().stream().mapToInt(server -> server.sessions().size()).sum();
  }

  private synchronized Snapshot snapshot() {
    Snapshot present = last;
    return present == null || System.nanoTime() - lastNanos >= FRESH_NANOS ? look() : present;
  }

  private void tick() {
    try {
      List<Runnable> told;
      synchronized (this) {
        look();
        told = List.copyOf(listeners);
      }
      told.forEach(Runnable::run);
    } catch (RuntimeException e) {
      // A task that throws is never run again.
      LOG.warn("The figures of the publisher are out of date", e);
    }
  }

  private synchronized Snapshot look() {
    long now = System.nanoTime();
    List<SessionStatistics> open = sessions.get();
    Map<String, GroupFigures> figures = new LinkedHashMap<>();
    List<GroupStatus> present = groups.get().stream().filter(group -> !group.leaving()).toList();
    lastMinutes
        .keySet()
        .retainAll(present.stream().map(group -> group.group().id()).collect(Collectors.toSet()));
    for (GroupStatus group : present) {
      LastMinute lastMinute =
          lastMinutes.computeIfAbsent(
              group.group().id(), id -> new LastMinute(group.counters(), now));
      lastMinute.sample(now);
      Set<ConnectionSettings> servers =
          group.writers().stream().map(WriterStatus::connection).collect(Collectors.toSet());
      figures.put(
          group.group().id(),
          new GroupFigures(
              group,
              open.stream().filter(one -> servers.contains(one.settings())).toList(),
              lastMinute,
              lastMinute.seconds(now)));
    }
    Snapshot fresh =
        new Snapshot(
            Collections.unmodifiableMap(figures), ServerFigures.of(open, figures.values()));
    last = fresh;
    lastNanos = now;
    return fresh;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
