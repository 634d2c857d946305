package org.bactrian.iothub.module;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.bactrian.iothub.link.HubCredentials;
import org.bactrian.iothub.link.HubLink;
import org.bactrian.iothub.link.LinkSettings;
import org.bactrian.model.setting.AdmissionLimit;

/**
 * Connections that are shared by identity. The first user opens one, the last one closes it. IoT
 * Hub allows one connection an identity, and closes the older one for a newer, so routes have to
 * share.
 */
final class SharedLinks {

  private static final class Shared {
    private final LinkSettings settings;
    private final HubLink link;
    private final LinkHealthCheck health;
    private final LinkMetrics metrics;
    private int users;

    Shared(LinkSettings settings, CamelContext context) {
      this.settings = settings;
      this.link =
          new HubLink(
              settings,
              AdmissionLimit.METHODS.in(context),
              AdmissionLimit.WAITING_METHODS.in(context));
      this.health = new LinkHealthCheck(link);
      this.metrics = new LinkMetrics(link, settings.credentials().identity());
    }
  }

  private final CamelContext context;
  private final Supplier<? extends Collection<MeterRegistry>> meters;
  private final Map<HubCredentials, Shared> links = new HashMap<>();

  /**
   * @param meters registries of the metrics of each connection, asked for when it is opened
   */
  SharedLinks(CamelContext context, Supplier<? extends Collection<MeterRegistry>> meters) {
    this.context = context;
    this.meters = meters;
  }

  /**
   * Returns the connection of these settings, which is to be given back.
   *
   * @throws IllegalStateException when the identity is connected with other settings
   */
  synchronized LinkLease acquire(LinkSettings settings) {
    Shared shared = links.get(settings.credentials());
    if (shared == null) {
      shared = new Shared(settings, context);
      links.put(settings.credentials(), shared);
      HealthCheckRegistry registry = HealthCheckRegistry.get(context);
      if (registry != null) {
        registry.register(shared.health);
      }
      meters.get().forEach(shared.metrics::bindTo);
      shared.link.start();
    }
    if (!shared.settings.equals(settings)) {
      throw new IllegalStateException(
          "Two endpoints connect "
              + settings.credentials().subject()
              + " with different options. An identity has one connection: set its options on the"
              + " component iothub-module, not on endpoints.");
    }
    shared.users++;
    return new LinkLease(shared.link, () -> release(settings));
  }

  private synchronized void release(LinkSettings settings) {
    Shared shared = links.get(settings.credentials());
    if (shared != null && --shared.users == 0) {
      links.remove(settings.credentials());
      close(shared);
    }
  }

  /** Lets connections that are awaited come as soon as they can. */
  synchronized void hurry() {
    links.values().forEach(shared -> shared.link.hurry());
  }

  synchronized void closeAll() {
    links.values().forEach(this::close);
    links.clear();
  }

  private void close(Shared shared) {
    HealthCheckRegistry registry = HealthCheckRegistry.get(context);
    if (registry != null) {
      registry.unregister(shared.health);
    }
    shared.metrics.close();
    shared.link.close();
  }

  synchronized List<LinkStatus> status() {
    List<LinkStatus> status = new ArrayList<>();
    links.values().forEach(shared -> status.add(shared.health.status()));
    return List.copyOf(status);
  }
}
