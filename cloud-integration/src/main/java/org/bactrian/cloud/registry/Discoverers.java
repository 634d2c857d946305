package org.bactrian.cloud.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.bactrian.cloud.registry.contract.DiscovererQuery;
import org.bactrian.cloud.registry.contract.DiscovererUpdate;
import org.bactrian.cloud.registry.contract.Page;
import org.bactrian.cloud.registry.contract.RegisteredDiscoverer;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.cloud.registry.twin.ModuleTwin;
import org.bactrian.cloud.registry.twin.ModuleUpdate;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.ModuleCapability;

/** The bean {@code discoverers}: operations on modules that find servers. */
public final class Discoverers {

  private final ModuleTwins modules;
  private final RegistryEvents events;
  private final PagedQuery<DiscovererQuery, RegisteredDiscoverer> pages;

  public Discoverers(HubRegistry hub, RegistryEvents events) {
    this.modules = new ModuleTwins(hub, ModuleCapability.discoverer);
    this.events = events;
    this.pages =
        new PagedQuery<>(
            hub, DiscovererQuery.class, this::query, PagedQuery.always(ModuleTwin::discoverer));
  }

  /** GetDiscoverer: one of them. */
  public RegisteredDiscoverer getDiscoverer(@Header("discovererId") String discovererId) {
    return modules.get(discovererId, ModuleTwin::discoverer);
  }

  /** UpdateDiscoverer: changes what the request names. */
  public void updateDiscoverer(
      @Header("discovererId") String discovererId, @Body DiscovererUpdate update) {
    Twin twin = modules.update(discovererId, existing -> ModuleUpdate.of(existing, update));
    ModuleTwin.discoverer(twin)
        .ifPresent(
            changed ->
                events.publish(
                    RegistryEventSource.Discoverer,
                    RegistryEventType.Updated,
                    changed.id(),
                    changed));
  }

  /** SetDiscoveryMode: has a discoverer look for servers again and again, or not. */
  public void setDiscoveryMode(
      @Header("discovererId") String discovererId,
      @Header("mode") DiscoveryMode mode,
      @Body DiscoveryConfig config) {
    if (mode == null) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "mode is missing: Off, Local, Network, Fast or Scan.");
    }
    updateDiscoverer(discovererId, new DiscovererUpdate(null, mode, config, null));
  }

  /** GetListOfDiscoverers: all that are not disabled. */
  public Page<RegisteredDiscoverer> getListOfDiscoverers(
      @Header("continuationToken") String continuationToken, @Header("pageSize") Integer pageSize) {
    return pages.list(continuationToken, null, pageSize);
  }

  /** QueryDiscoverers: those that are asked for. */
  public Page<RegisteredDiscoverer> queryDiscoverers(
      @Body DiscovererQuery query, @Header("pageSize") Integer pageSize) {
    return pages.query(query, null, pageSize);
  }

  /** GetFilteredListOfDiscoverers: those that the parameters ask for. */
  public Page<RegisteredDiscoverer> getFilteredListOfDiscoverers(
      @Headers Map<String, Object> parameters, @Header("pageSize") Integer pageSize) {
    return pages.queryByParameters(parameters, null, pageSize);
  }

  /** All that are asked for. */
  List<RegisteredDiscoverer> all(DiscovererQuery query) {
    return pages.all(query);
  }

  private TwinQueryText query(Optional<DiscovererQuery> query) {
    return query.map(this::filtered).orElseGet(modules::list);
  }

  private TwinQueryText filtered(DiscovererQuery asked) {
    TwinQueryText text = ModuleTwins.inSite(modules.query(), asked.siteId());
    if (asked.discovery() != null) {
      String mode = ".Discovery = " + TwinQueryText.quoted(asked.discovery().name());
      text.and("(properties.reported" + mode + " OR properties.desired" + mode + ")");
    }
    return text.connected(asked.connected());
  }
}
