package org.bactrian.edge.publisher;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.bactrian.edge.publisher.stream.GroupStatus;
import org.bactrian.edge.publisher.stream.StreamCounters;
import org.bactrian.opcua.session.SessionState;

/** Summary line of the publisher's work since the last one. Not thread-safe. */
public final class PublisherDiagnostics {

  private final Supplier<List<GroupStatus>> groupsNow;
  private final StreamCounters total;
  private long lastNanos = System.nanoTime();
  private long lastValues;
  private long lastEvents;
  private long lastAcknowledged;

  /**
   * Diagnostics from now on.
   *
   * @param groupsNow where each group stands when it is asked
   * @param total what all groups did together; goes on counting
   */
  public PublisherDiagnostics(Supplier<List<GroupStatus>> groupsNow, StreamCounters total) {
    this.groupsNow = groupsNow;
    this.total = total;
  }

  /** Rates since the last call, what waits, and what is wrong. */
  public String line() {
    List<GroupStatus> groups = groupsNow.get();
    long now = System.nanoTime();
    long values = total.values();
    long events = total.events();
    long acknowledged = total.acknowledged();
    double seconds = Math.max(1e-3, (now - lastNanos) / (double) Duration.ofSeconds(1).toNanos());
    String line =
        String.format(
            Locale.ROOT,
            "%d writer groups, %d of %d servers connected, %.1f values/s, %.1f events/s,"
                + " %.1f messages/s, %d messages wait, %d nodes not monitored, %d gaps",
            groups.stream().filter(group -> !group.leaving()).count(),
            servers(groups, true),
            servers(groups, false),
            (values - lastValues) / seconds,
            (events - lastEvents) / seconds,
            (acknowledged - lastAcknowledged) / seconds,
            groups.stream().mapToInt(GroupStatus::outbox).sum(),
            groups.stream().mapToInt(group -> group.badNodeCount()).sum(),
            total.gaps());
    lastNanos = now;
    lastValues = values;
    lastEvents = events;
    lastAcknowledged = acknowledged;
    return line;
  }

  private static long servers(List<GroupStatus> groups, boolean connectedOnly) {
    return groups.stream()
        .flatMap(group -> group.servers().entrySet().stream())
        .filter(server -> !connectedOnly || server.getValue() instanceof SessionState.Connected)
        .map(Map.Entry::getKey)
        .distinct()
        .count();
  }
}
