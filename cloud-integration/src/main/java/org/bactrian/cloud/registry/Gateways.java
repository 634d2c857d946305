package org.bactrian.cloud.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.bactrian.cloud.registry.contract.GatewayInfo;
import org.bactrian.cloud.registry.contract.GatewayModules;
import org.bactrian.cloud.registry.contract.GatewayQuery;
import org.bactrian.cloud.registry.contract.GatewayUpdate;
import org.bactrian.cloud.registry.contract.Page;
import org.bactrian.cloud.registry.contract.RegisteredGateway;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.cloud.registry.twin.GatewayTwin;
import org.bactrian.cloud.registry.twin.ModuleTwin;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ModuleCapability;
import org.bactrian.model.registry.ModuleId;
import org.jspecify.annotations.Nullable;

/** The bean {@code gateways}: operations on devices that modules run on. */
public final class Gateways {

  private final HubRegistry hub;
  private final RegistryEvents events;
  private final GatewayConnections connections;
  private final PagedQuery<GatewayQuery, RegisteredGateway> pages;

  public Gateways(HubRegistry hub, RegistryEvents events) {
    this.hub = hub;
    this.events = events;
    this.connections = new GatewayConnections(hub);
    this.pages =
        new PagedQuery<>(
            hub,
            GatewayQuery.class,
            Gateways::query,
            PagedQuery.always(GatewayTwin::read),
            connections::of);
  }

  /** GetGateway: one of them, with its modules. */
  public GatewayInfo getGateway(@Header("GatewayId") String gatewayId) {
    RegisteredGateway gateway =
        hub.find(device(gatewayId))
            .flatMap(GatewayTwin::read)
            .orElseThrow(() -> missing(gatewayId));
    return new GatewayInfo(connections.of(gateway), modulesOf(gatewayId));
  }

  /** Returns a gateway with its connection, when there is one of this id. */
  public Optional<RegisteredGateway> find(String gatewayId) {
    return hub.find(device(gatewayId)).flatMap(GatewayTwin::read).map(connections::of);
  }

  /** Returns the gateways among devices, with their connections. */
  public List<RegisteredGateway> read(List<Twin> devices) {
    return connections.of(
        Optional.empty(),
        devices.stream().flatMap(device -> GatewayTwin.read(device).stream()).toList());
  }

  /** Modules of a device, whether it is tagged as a gateway or not. */
  public GatewayModules modulesOf(String deviceId) {
    List<Twin> modules =
        hub.all(
            TwinQueryText.where("devices.modules", "deviceId = " + TwinQueryText.quoted(deviceId))
                .toString());
    return new GatewayModules(
        first(modules, twin -> ModuleTwin.supervisor(twin, false)),
        first(modules, twin -> ModuleTwin.publisher(twin, false)),
        first(modules, ModuleTwin::discoverer));
  }

  /**
   * Tags a device as a gateway, unless it is tagged as something, or gone. Its modules make it one.
   */
  public void note(String deviceId) {
    hub.find(device(deviceId))
        .filter(device -> !device.tags().has(ModuleCapability.TYPE))
        .ifPresent(device -> hub.update(device, Gateways::tagged));
  }

  private static ObjectNode tagged(Twin device) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    if (!device.tags().has(ModuleCapability.TYPE)) {
      patch.putObject("tags").put(ModuleCapability.TYPE, GatewayTwin.TYPE);
    }
    return patch;
  }

  private static <T> @Nullable T first(List<Twin> modules, Function<Twin, Optional<T>> reader) {
    return modules.stream().flatMap(twin -> reader.apply(twin).stream()).findFirst().orElse(null);
  }

  /** UpdateGateway: changes what the request names. */
  public void updateGateway(@Header("GatewayId") String gatewayId, @Body GatewayUpdate update) {
    Twin twin =
        hub.update(
            hub.find(device(gatewayId)).orElseThrow(() -> missing(gatewayId)),
            existing -> {
              if (GatewayTwin.read(existing).isEmpty()) {
                throw missing(gatewayId);
              }
              return GatewayTwin.patch(existing, update);
            });
    GatewayTwin.read(twin)
        .ifPresent(
            gateway ->
                events.publish(
                    RegistryEventSource.Gateway,
                    RegistryEventType.Updated,
                    gatewayId,
                    connections.of(gateway)));
  }

  /** GetListOfGateway: all that are not disabled. */
  public Page<RegisteredGateway> getListOfGateway(
      @Header("continuationToken") String continuationToken, @Header("pageSize") Integer pageSize) {
    return pages.list(continuationToken, null, pageSize);
  }

  /** QueryGateway: those that are asked for. */
  public Page<RegisteredGateway> queryGateway(
      @Body GatewayQuery query, @Header("pageSize") Integer pageSize) {
    return pages.query(query, null, pageSize);
  }

  /** GetFilteredListOfGateway: those that the parameters ask for. */
  public Page<RegisteredGateway> getFilteredListOfGateway(
      @Headers Map<String, Object> parameters, @Header("pageSize") Integer pageSize) {
    return pages.queryByParameters(parameters, null, pageSize);
  }

  private static TwinQueryText query(Optional<GatewayQuery> query) {
    TwinQueryText text =
        TwinQueryText.where(
            "devices", "tags." + ModuleCapability.TYPE + " = '" + GatewayTwin.TYPE + "'");
    if (query.isEmpty()) {
      return text.seen();
    }
    String site = query.get().siteId();
    if (site != null) {
      String quoted = TwinQueryText.quoted(site);
      text.and(
          "(tags." + ModuleCapability.SITE + " = " + quoted + " OR deviceId = " + quoted + ")");
    }
    // Which of them are connected is not known to the query.
    return text;
  }

  private static ModuleId device(String id) {
    return new ModuleId(id, "");
  }

  private static OperationException missing(String id) {
    return NotFoundFaults.GATEWAY.of(id);
  }
}
