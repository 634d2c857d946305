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
 * Down while a server of a WriterGroup cannot be used, a node is not monitored or messages are
 * refused on their route; the message says which and why.
 */
final class PublisherHealthCheck extends AbstractHealthCheck {

  private final PublisherComponent component;

  PublisherHealthCheck(PublisherComponent component) {
    super("bactrian", "publisher");
    this.component = component;
  }

  @Override
  public boolean isLiveness() {
    return false; // a restart would mend nothing that is checked here
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    List<String> faults = new ArrayList<>(component.faults());
    List<GroupStatus> groups = component.status();
    groups.forEach(group -> check(group, builder, faults));
    builder.detail("writerGroups", groups.stream().filter(group -> !group.leaving()).count());
    if (faults.isEmpty()) {
      builder.up();
    } else {
      builder.message(String.join("; ", faults)).down();
    }
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
