package org.bactrian.iothub.module;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.bactrian.iothub.link.HubLink;
import org.bactrian.iothub.link.LinkSettings;

/**
 * Connections by what they are made by. The first user opens one, the last one closes it. IoT Hub
 * allows one connection an identity, so routes have to share.
 */
final class SharedLinks {

  private static final class Shared {
    private final HubLink link;
    private final LinkHealthCheck health;
    private int users;

    Shared(HubLink link) {
      this.link = link;
      this.health = new LinkHealthCheck(link);
    }
  }

  private final CamelContext context;
  private final Map<LinkSettings, Shared> links = new HashMap<>();

  SharedLinks(CamelContext context) {
    this.context = context;
  }

  /** Returns the connection of these settings, which is to be released once. */
  synchronized HubLink acquire(LinkSettings settings) {
    Shared shared = links.get(settings);
    if (shared == null) {
      shared = new Shared(new HubLink(settings));
      links.put(settings, shared);
      HealthCheckRegistry registry = HealthCheckRegistry.get(context);
      if (registry != null) {
        registry.register(shared.health);
      }
      shared.link.start();
    }
    shared.users++;
    return shared.link;
  }

  synchronized void release(LinkSettings settings) {
    Shared shared = links.get(settings);
    if (shared != null && --shared.users == 0) {
      links.remove(settings);
      close(shared);
    }
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
    shared.link.close();
  }

  synchronized List<LinkStatus> status() {
    List<LinkStatus> status = new ArrayList<>();
    links.values().forEach(shared -> status.add(shared.health.status()));
    return List.copyOf(status);
  }
}
