package org.bactrian.edge.publisher;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.bactrian.edge.publisher.stream.GroupStatus;
import org.bactrian.opcua.session.SessionState;

/**
 * Health check that names unusable servers of WriterGroups, nodes that are not monitored and
 * messages that are refused on their route, each with the reason. It is down only while nothing can
 * be published: no server can be used, the messages of every group are refused, or a configuration
 * with faults has no group left.
 */
final class PublisherHealthCheck extends AbstractHealthCheck {

  private final PublisherComponent component;

  PublisherHealthCheck(PublisherComponent component) {
    super("bactrian", "publisher");
    this.component = component;
  }

  @Override
  public boolean isLiveness() {
    return false; // a restart would fix nothing that is checked here
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    List<String> faults = new ArrayList<>(component.faults());
    List<GroupStatus> all = component.status();
    all.forEach(group -> check(group, builder, faults));
    List<GroupStatus> groups = all.stream().filter(group -> !group.leaving()).toList();
    builder.detail("writerGroups", groups.size());
    if (!faults.isEmpty()) {
      builder.message(String.join("; ", faults));
    }
    builder.state(canPublish(groups, !faults.isEmpty()) ? State.UP : State.DOWN);
  }

  private static boolean canPublish(List<GroupStatus> groups, boolean hasFaults) {
    if (groups.isEmpty()) {
      return !hasFaults;
    }
    List<SessionState> servers =
        groups.stream().flatMap(group -> group.servers().values().stream()).toList();
    boolean usable =
        servers.isEmpty()
            || servers.stream().anyMatch(state -> !(state instanceof SessionState.Disconnected));
    return usable && groups.stream().anyMatch(group -> group.refusal().isEmpty());
  }

  private static void check(
      GroupStatus status, HealthCheckResultBuilder builder, List<String> faults) {
    String group = status.group().name() + (status.leaving() ? " (replaced)" : "");
    status
        .servers()
        .forEach(
            (url, state) -> {
              builder.detail(group + " " + url, describe(state));
              if (state instanceof SessionState.Disconnected disconnected) {
                faults.add(disconnected.fault());
              }
            });
    status
        .badNodes()
        .forEach((node, reason) -> faults.add("node " + node + " is not monitored: " + reason));
    builder.detail(group + " outbox", status.outbox());
    if (status.counters().undeliverable() > 0) {
      builder.detail(group + " undeliverable messages", status.counters().undeliverable());
    }
    if (status.counters().dropped() > 0) {
      builder.detail(group + " dropped values", status.counters().dropped());
    }
    if (!status.refusal().isEmpty()) {
      faults.add(
          "NetworkMessages of " + group + " are refused on their route: " + status.refusal());
    }
  }

  private static String describe(SessionState state) {
    if (state instanceof SessionState.Connected connected) {
      return "connected since " + connected.since();
    }
    if (state instanceof SessionState.Disconnected disconnected) {
      return "disconnected since " + disconnected.since() + ": " + disconnected.fault();
    }
    return state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
