package org.bactrian.cloud.registry;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.bactrian.cloud.registry.contract.Page;
import org.bactrian.cloud.registry.contract.PublisherQuery;
import org.bactrian.cloud.registry.contract.PublisherUpdate;
import org.bactrian.cloud.registry.contract.RegisteredPublisher;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.cloud.registry.twin.ModuleTwin;
import org.bactrian.cloud.registry.twin.ModuleUpdate;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.model.registry.ModuleCapability;

/** The bean {@code publishers}: operations on modules that publish. */
public final class Publishers {

  private final ModuleTwins modules;
  private final RegistryEvents events;
  private final PagedQuery<PublisherQuery, RegisteredPublisher> pages;

  public Publishers(HubRegistry hub, RegistryEvents events) {
    this.modules = new ModuleTwins(hub, ModuleCapability.publisher);
    this.events = events;
    this.pages = new PagedQuery<>(hub, PublisherQuery.class, this::query, ModuleTwin::publisher);
  }

  /** GetPublisher: one of them. */
  public RegisteredPublisher getPublisher(
      @Header("publisherId") String publisherId,
      @Header("onlyServerState") Boolean onlyServerState) {
    return modules.get(
        publisherId, twin -> ModuleTwin.publisher(twin, Boolean.TRUE.equals(onlyServerState)));
  }

  /** UpdatePublisher: changes what the request names. */
  public void updatePublisher(
      @Header("publisherId") String publisherId, @Body PublisherUpdate update) {
    Twin twin = modules.update(publisherId, existing -> ModuleUpdate.of(existing, update));
    ModuleTwin.publisher(twin, true)
        .ifPresent(
            changed ->
                events.publish(
                    RegistryEventSource.Publisher,
                    RegistryEventType.Updated,
                    changed.id(),
                    changed));
  }

  /** GetListOfPublisher: all that are not disabled. */
  public Page<RegisteredPublisher> getListOfPublisher(
      @Header("onlyServerState") Boolean onlyServerState,
      @Header("continuationToken") String continuationToken,
      @Header("pageSize") Integer pageSize) {
    return pages.list(continuationToken, onlyServerState, pageSize);
  }

  /** QueryPublisher: those that are asked for. */
  public Page<RegisteredPublisher> queryPublisher(
      @Body PublisherQuery query,
      @Header("onlyServerState") Boolean onlyServerState,
      @Header("pageSize") Integer pageSize) {
    return pages.query(query, onlyServerState, pageSize);
  }

  /** GetFilteredListOfPublisher: those that the parameters ask for. */
  public Page<RegisteredPublisher> getFilteredListOfPublisher(
      @Headers Map<String, Object> parameters,
      @Header("onlyServerState") Boolean onlyServerState,
      @Header("pageSize") Integer pageSize) {
    return pages.queryByParameters(parameters, onlyServerState, pageSize);
  }

  private TwinQueryText query(Optional<PublisherQuery> query) {
    return query.map(this::filtered).orElseGet(modules::list);
  }

  private TwinQueryText filtered(PublisherQuery asked) {
    TwinQueryText text = ModuleTwins.inSite(modules.query(), asked.siteId());
    return text.connected(asked.connected());
  }
}
