package org.bactrian.iothub.module;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import org.bactrian.iothub.link.HubLink;
import org.bactrian.iothub.link.LinkIdentity;
import org.bactrian.iothub.link.LinkState;
import org.bactrian.iothub.link.LinkStatistics;

/**
 * Metrics of one connection to IoT Hub with the labels hub, device and module. They leave their
 * registries with the connection. Safe for use by many threads.
 */
final class LinkMetrics implements MeterBinder, AutoCloseable {

  private record Bound(MeterRegistry registry, Meter meter) {}

  private final HubLink link;
  private final LinkIdentity identity;
  private final Tags tags;
  private final List<Bound> bound = new CopyOnWriteArrayList<>();

  LinkMetrics(HubLink link, LinkIdentity identity) {
    this.link = link;
    this.identity = identity;
    this.tags =
        Tags.of("hub", identity.hub(), "device", identity.device(), "module", identity.module());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "connected",
        "1 while there is a connection, else 0",
        link -> link.state() instanceof LinkState.Connected ? 1 : 0);
    gauge(
        registry,
        "inflight",
        "Messages that IoT Hub has not acknowledged yet",
        figure(LinkStatistics::inFlightMessages));
    gauge(
        registry,
        "inflight.bytes",
        "Size of the messages that IoT Hub has not acknowledged yet",
        figure(LinkStatistics::inFlightBytes));
    counter(
        registry,
        "acknowledged",
        "Messages that IoT Hub acknowledged",
        figure(LinkStatistics::acknowledged));
    counter(
        registry,
        "resent",
        "Attempts to send a message beyond its first",
        figure(LinkStatistics::resent));
    counter(
        registry,
        "reconnects",
        "Connections made after the first",
        figure(LinkMetrics::reconnects));
    compatible(registry);
  }

  /** Names of OPC Publisher, which tell an identity of a device from that of a module. */
  private void compatible(MeterRegistry registry) {
    boolean device = identity.module().isEmpty();
    String prefix = device ? "iiot_edge_device_" : "iiot_edge_";
    Tags who =
        device
            ? Tags.of("device", identity.device())
            : Tags.of("module", identity.module(), "device", identity.device());
    bound.add(
        new Bound(
            registry,
            Gauge.builder(prefix + "reconnected", link, figure(LinkMetrics::reconnects))
                .description("Connections to IoT Hub made after the first")
                .tags(who)
                .register(registry)));
    bound.add(
        new Bound(
            registry,
            Gauge.builder(prefix + "disconnected", link, LinkMetrics::disconnects)
                .description("Connections to IoT Hub that were lost")
                .tags(who)
                .register(registry)));
  }

  private static double reconnects(LinkStatistics figures) {
    return Math.max(0, figures.connects() - 1);
  }

  private static double disconnects(HubLink link) {
    return link.figures().connects() - (link.state() instanceof LinkState.Connected ? 1 : 0);
  }

  private static ToDoubleFunction<HubLink> figure(ToDoubleFunction<LinkStatistics> figure) {
    return link -> figure.applyAsDouble(link.figures());
  }

  private void gauge(
      MeterRegistry registry, String name, String help, ToDoubleFunction<HubLink> value) {
    bound.add(
        new Bound(
            registry,
            Gauge.builder("bactrian.iothub." + name, link, value)
                .description(help)
                .tags(tags)
                .register(registry)));
  }

  private void counter(
      MeterRegistry registry, String name, String help, ToDoubleFunction<HubLink> count) {
    bound.add(
        new Bound(
            registry,
            FunctionCounter.builder("bactrian.iothub." + name, link, count)
                .description(help)
                .tags(tags)
                .register(registry)));
  }

  /** Removes all from their registries. */
  @Override
  public void close() {
    bound.forEach(one -> one.registry().remove(one.meter()));
    bound.clear();
  }
}
