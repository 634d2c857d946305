package org.bactrian.edge.publisher.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.metrics.MetricDefinition.Kind;
import org.bactrian.edge.publisher.stream.WriterStatus;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of WriterGroups, servers and writers under the names of OPC Publisher 2.8 and 2.9, so
 * that dashboards show this edge too, and {@code bactrian.writer.*} for each writer. Meters come
 * and go with what they measure.
 *
 * @param figures where values come from
 * @param settings names, labels and bounds
 */
public record CompatibleMetrics(PublisherFigures figures, MetricsSettings settings)
    implements MeterBinder {

  private static final double[] DURATIONS = {
    5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000
  };

  private static final List<MetricDefinition<WriterStatus>> WRITER =
      List.of(
          new MetricDefinition<>(
              "bactrian.writer.values",
              Kind.TOTAL,
              "Values and events received by a writer",
              WriterStatus::received),
          new MetricDefinition<>(
              "bactrian.writer.nodes", Kind.GAUGE, "Nodes of a writer", WriterStatus::items),
          new MetricDefinition<>(
              "bactrian.writer.nodes.bad",
              Kind.GAUGE,
              "Nodes of a writer that are not monitored",
              WriterStatus::badItems),
          new MetricDefinition<>(
              "bactrian.writer.connected",
              Kind.GAUGE,
              "1 while the session of a writer is active, else 0",
              writer -> GroupFigures.isConnected(writer.state()) ? 1 : 0));

  private record GroupServer(Group group, String url) {}

  private record Writer(Group group, String name, String url) {}

  /** Labels of a group, which are its identity among meters. */
  private record Group(String id, String name, String publisher) {

    static Group of(WriterGroup group) {
      return new Group(group.id(), group.name(), group.publisherId());
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    int most = settings.mostSeries();
    MeterSet<Group> groups =
        new MeterSet<>(registry, "writer groups", most, group -> group(registry, group));
    MeterSet<GroupServer> groupServers =
        new MeterSet<>(
            registry, "servers of groups", most, server -> groupServer(registry, server));
    MeterSet<ServerKey> servers =
        new MeterSet<>(registry, "servers", most, server -> server(registry, server));
    MeterSet<Writer> writers =
        new MeterSet<>(registry, "writers", most, writer -> writer(registry, writer));
    Gauge.builder("iiot_edge_publisher_client_count", figures, PublisherFigures::sessions)
        .description("OPC UA clients")
        .tag("publisherId", settings.publisherId())
        .register(registry);
    Runnable update =
        () -> {
          Set<Group> presentGroups = new HashSet<>();
          Set<GroupServer> presentGroupServers = new HashSet<>();
          Set<Writer> presentWriters = new HashSet<>();
          figures
              .byId()
              .forEach(
                  (id, group) -> {
                    Group key = Group.of(group.status().group());
                    presentGroups.add(key);
                    for (WriterStatus writer : group.status().writers()) {
                      presentGroupServers.add(new GroupServer(key, writer.endpointUrl()));
                      presentWriters.add(new Writer(key, writer.name(), writer.endpointUrl()));
                    }
                  });
          groups.update(presentGroups);
          groupServers.update(presentGroupServers);
          writers.update(presentWriters);
          servers.update(figures.byServer().keySet());
        };
    figures.onSample(update);
    update.run();
  }

  private Tags tags(Group group) {
    return Tags.of(
        "siteId", settings.siteId(),
        "publisherId", group.publisher(),
        "writerGroupId", group.id(),
        "writerGroupName", group.name());
  }

  private List<Meter> group(MeterRegistry registry, Group group) {
    Tags tags = tags(group);
    List<Meter> meters =
        new ArrayList<>(
            register(registry, WriterGroupMetrics.ALL, tags, now -> now.byId().get(group.id())));
    DistributionSummary duration =
        DistributionSummary.builder("iiot_edge_publisher_messages_duration")
            .description("Milliseconds that a message took to be sent")
            .tags(tags)
            .serviceLevelObjectives(DURATIONS)
            .register(registry);
    meters.add(duration);
    GroupFigures present = figures.byId().get(group.id());
    if (present != null) {
      present
          .status()
          .counters()
          .onLatency(nanos -> duration.record(nanos / (double) TimeUnit.MILLISECONDS.toNanos(1)));
    }
    return meters;
  }

  private List<Meter> groupServer(MeterRegistry registry, GroupServer key) {
    return register(
        registry,
        WriterGroupMetrics.OF_SERVER,
        tags(key.group()).and("endpointUrl", key.url()),
        now -> {
          GroupFigures group = now.byId().get(key.group().id());
          return group == null ? null : group.of(key.url());
        });
  }

  private List<Meter> server(MeterRegistry registry, ServerKey server) {
    return register(
        registry,
        ServerMetrics.ALL,
        Tags.of(
            "publisherId", settings.publisherId(),
            "endpointUrl", server.url(),
            "securityMode", server.modeText()),
        now -> now.byServer().get(server));
  }

  private List<Meter> writer(MeterRegistry registry, Writer writer) {
    Tags tags =
        Tags.of("group", writer.group().name(), "writer", writer.name(), "endpoint", writer.url());
    Function<PublisherFigures, @Nullable WriterStatus> status =
        now -> {
          GroupFigures group = now.byId().get(writer.group().id());
          return group == null ? null : group.writer(writer.name());
        };
    return register(registry, WRITER, tags, status);
  }

  private <T> List<Meter> register(
      MeterRegistry registry,
      List<MetricDefinition<T>> metrics,
      Tags tags,
      Function<PublisherFigures, @Nullable T> current) {
    return metrics.stream()
        .map(metric -> metric.register(registry, tags, settings.totalSuffix(), figures, current))
        .toList();
  }
}
