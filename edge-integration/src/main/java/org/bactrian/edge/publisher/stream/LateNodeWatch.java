package org.bactrian.edge.publisher.stream;

import java.util.concurrent.TimeUnit;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.NodeWatchdog;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.session.SessionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watchdog of a DataSetWriter: one check of all its nodes when the first of them may be late, by
 * the time at which each has reported last. A value only notes its time. Used on the group's thread
 * only, but for {@link #late()}.
 */
final class LateNodeWatch {

  private static final Logger LOG = LoggerFactory.getLogger(LateNodeWatch.class);

  /** Parts of the span in which there is at most one check. */
  private static final int CHECKS_PER_SPAN = 10;

  private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /**
   * Shortest time between two resets, and between two notes in the log: with a span shorter than
   * the time between reports, nodes are late again and again.
   */
  private static final long SHORTEST_REPEAT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String group;
  private final DataSetStream values;
  private final RefusedItems refused;
  private final Reaction reaction;

  private DataSetWriter writer;

  /** Time from which on nodes may be late. */
  private long sinceNanos;

  /** Session that they report over since then. */
  private SessionState session = new SessionState.Idle();

  private long nextNanos = Long.MAX_VALUE;
  private volatile int late;
  private long resetAllowedNanos = System.nanoTime();
  private long noteAllowedNanos = resetAllowedNanos;
  private boolean noted;

  /** Reactions to late nodes, called on the group's thread. */
  interface Reaction {

    /** Returns the state of the session, which is another one when it was made anew. */
    SessionState session();

    /** Returns whether the server monitors all nodes but those that it refuses. */
    boolean isMonitored();

    /** Returns whether reports wait, so that nodes are not known to be late. */
    boolean isBehind();

    /** Makes the subscription anew. */
    void reset(String why);

    /** Ends the process. */
    void endProcess(NodeWatchdog.Behavior behavior);
  }

  LateNodeWatch(
      String group,
      DataSetWriter writer,
      DataSetStream values,
      RefusedItems refused,
      Reaction reaction) {
    this.group = group;
    this.writer = writer;
    this.values = values;
    this.refused = refused;
    this.reaction = reaction;
  }

  private NodeWatchdog settings() {
    return writer.supervision().watchdog();
  }

  /** Goes on with other nodes or another watchdog. */
  void change(DataSetWriter to) {
    boolean same = to.supervision().watchdog().equals(settings());
    writer = to;
    if (!same) {
      restart();
    }
  }

  /** Begins anew: nodes could not report until now. */
  void restart() {
    late = 0;
    await(System.nanoTime());
  }

  private void await(long nowNanos) {
    session = reaction.session();
    sinceNanos = nowNanos;
    nextNanos = settings().isOn() ? nowNanos + spanNanos() : Long.MAX_VALUE;
  }

  private long spanNanos() {
    return settings().span().toDays() > 36_500 ? Long.MAX_VALUE / 4 : settings().span().toNanos();
  }

  /** Number of nodes that were late at the last check. */
  int late() {
    return late;
  }

  /** Time of the next check; {@link Long#MAX_VALUE} for never. */
  long nextNanos() {
    return nextNanos;
  }

  /** Checks all nodes if it is time. */
  void check(long nowNanos) {
    if (nextNanos == Long.MAX_VALUE || nextNanos - nowNanos > 0) {
      return;
    }
    if (reaction.isBehind()) {
      // A check that stays due would keep the group from taking the reports that wait.
      nextNanos = nowNanos + SHORTEST_WAIT_NANOS;
      return;
    }
    if (!reaction.isMonitored() || !reaction.session().equals(session)) {
      await(nowNanos);
      return;
    }
    long span = spanNanos();
    long wait = span;
    int all = 0;
    int silent = 0;
    String example = "";
    for (PublishedField field : writer.fields()) {
      if (refused.contains(field.item().key())) {
        continue;
      }
      all++;
      long reported = values.receivedNanos(field.item().key(), sinceNanos);
      long last = reported - sinceNanos > 0 ? reported : sinceNanos;
      long left = last + span - nowNanos;
      if (left > 0) {
        wait = Math.min(wait, left);
      } else {
        example = silent == 0 ? field.nodeId() : example;
        silent++;
      }
    }
    long shortest = Math.max(SHORTEST_WAIT_NANOS, span / CHECKS_PER_SPAN);
    nextNanos = nowNanos + Math.max(wait, shortest);
    tell(silent, all, example, nowNanos);
    if (settings().isMet(silent, all)) {
      react(silent, all, nowNanos);
    }
  }

  private void tell(int silent, int all, String example, long nowNanos) {
    int before = late;
    late = silent;
    if (silent > 0 && before == 0 && noteAllowedNanos - nowNanos <= 0) {
      noted = true;
      noteAllowedNanos = nowNanos + SHORTEST_REPEAT_NANOS;
      LOG.warn(
          "WriterGroup {}, DataSetWriter {}: {} of {} nodes of {} have not reported for {} ms, for"
              + " example {}.",
          group,
          writer.name(),
          silent,
          all,
          writer.endpointUrl(),
          settings().span().toMillis(),
          example);
    } else if (silent == 0 && noted) {
      noted = false;
      LOG.info("WriterGroup {}, DataSetWriter {}: all nodes report again.", group, writer.name());
    }
  }

  private void react(int silent, int all, long nowNanos) {
    NodeWatchdog.Behavior behavior = settings().behavior();
    switch (behavior) {
      case DIAGNOSTIC -> {}
      case RESET -> {
        if (resetAllowedNanos - nowNanos > 0) {
          return;
        }
        resetAllowedNanos = nowNanos + SHORTEST_REPEAT_NANOS;
        await(nowNanos);
        reaction.reset("its watchdog found %d of %d nodes late".formatted(silent, all));
      }
      case FAIL_FAST, EXIT_PROCESS -> {
        nextNanos = Long.MAX_VALUE;
        LOG.error(
            "WriterGroup {}, DataSetWriter {}: the process ends, as its watchdog {} asks for.",
            group,
            writer.name(),
            behavior.text());
        reaction.endProcess(behavior);
      }
    }
  }
}
