package org.bactrian.edge.publisher;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bactrian.edge.publisher.stream.GroupStatus;
import org.bactrian.edge.publisher.stream.StreamCounter;
import org.bactrian.edge.publisher.stream.WriterStatus;
import org.bactrian.opcua.session.SessionState;

/** Metrics of the publisher over all WriterGroups. */
record PublisherMetrics(PublisherComponent component) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(registry, "values", "Values received from servers", StreamCounter.VALUES);
    counter(registry, "events", "Events received from servers", StreamCounter.EVENTS);
    counter(
        registry,
        "conditions",
        "Active conditions sent in snapshots, each as often as it was sent",
        StreamCounter.CONDITIONS);
    counter(
        registry,
        "heartbeats",
        "Heartbeats, also those that are only counted",
        StreamCounter.HEARTBEATS);
    counter(registry, "messages", "NetworkMessages encoded", StreamCounter.MESSAGES);
    counter(registry, "acknowledged", "NetworkMessages that arrived", StreamCounter.ACKNOWLEDGED);
    counter(
        registry,
        "acknowledged.bytes",
        "Bytes of the NetworkMessages that arrived",
        StreamCounter.ACKNOWLEDGED_BYTES);
    counter(registry, "refused", "Times that a route refused a message", StreamCounter.REFUSED);
    counter(
        registry,
        "undeliverable",
        "NetworkMessages that could never be taken and were dropped",
        StreamCounter.UNDELIVERABLE);
    counter(
        registry,
        "values.dropped",
        "Values that could not be encoded or are too large, and were dropped",
        StreamCounter.DROPPED);
    counter(registry, "gaps", "Times that values may have been lost", StreamCounter.GAPS);
    gauge(
        registry,
        "groups",
        "WriterGroups",
        groups -> groups.stream().filter(group -> !group.leaving()).count());
    gauge(
        registry,
        "outbox",
        "NetworkMessages that nobody has acknowledged yet",
        groups -> groups.stream().mapToInt(GroupStatus::outbox).sum());
    gauge(
        registry,
        "nodes.bad",
        "Nodes that are not monitored",
        groups -> groups.stream().mapToInt(group -> group.badNodeCount()).sum());
    counter(
        registry,
        "watchdog.resets",
        "Subscriptions made anew since a watchdog found nodes late",
        StreamCounter.WATCHDOG_RESETS);
    gauge(
        registry,
        "nodes.late",
        "Nodes that report nothing for longer than their watchdog allows",
        groups ->
            groups.stream()
                .flatMap(group -> group.writers().stream())
                .mapToInt(WriterStatus::lateItems)
                .sum());
    gauge(
        registry,
        "servers.connected",
        "Servers with an active session",
        groups ->
            groups.stream()
                .flatMap(group -> group.servers().entrySet().stream())
                .filter(server -> server.getValue() instanceof SessionState.Connected)
                .map(Map.Entry::getKey)
                .distinct()
                .count());
  }

  private void counter(MeterRegistry registry, String name, String help, StreamCounter counter) {
    FunctionCounter.builder(
            "bactrian.publisher." + name, component.total(), total -> total.count(counter))
        .description(help)
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String help, ToDoubleFunction<List<GroupStatus>> value) {
    Gauge.builder(
            "bactrian.publisher." + name,
            component,
            publisher -> value.applyAsDouble(publisher.status()))
        .description(help)
        .register(registry);
  }
}
