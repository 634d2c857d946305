package org.bactrian.localazure.hub.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bactrian.localazure.eventhub.EventHub;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.Authentication;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.identity.Identity;
import org.bactrian.localazure.hub.query.RouteCondition;
import org.bactrian.localazure.hub.registry.IdentityRegistry;
import org.bactrian.localazure.hub.registry.TwinJson;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.localazure.hub.telemetry.TelemetryObservers;
import org.bactrian.localazure.servicebus.LocalServiceBus;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.servicebus.fault.BusFaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages to the endpoints of the routes that match ("Use IoT Hub message routing",
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-d2c).
 */
public final class HubRouting {

  private static final Logger LOG = LoggerFactory.getLogger(HubRouting.class);
  private static final String BODY = "$body";
  private static final String TWIN = "$twin";

  private final Map<HubRoute, RouteCondition> routes = new LinkedHashMap<>();
  private final boolean fallback;
  private final IdentityRegistry registry;
  private final EventHub builtIn;
  private final TelemetryObservers observers;
  private final LocalServiceBus bus;
  private final Context loop;

  /**
   * Routes over a Service Bus that is open before the hub is.
   *
   * @param builtIn the built-in endpoint
   * @param observers observers in this process of what goes there
   * @param loop the hub's event loop
   */
  public HubRouting(
      RoutingSettings settings,
      IdentityRegistry registry,
      EventHub builtIn,
      TelemetryObservers observers,
      LocalServiceBus bus,
      Context loop) {
    settings.routes().forEach(route -> routes.put(route, RouteCondition.parse(route.condition())));
    this.fallback = settings.fallback();
    this.registry = registry;
    this.builtIn = builtIn;
    this.observers = observers;
    this.bus = bus;
    this.loop = loop;
  }

  /**
   * Routes what a device or module sent. Call it on the hub's event loop.
   *
   * @return done, on that loop, when it is stored wherever it goes, or was refused there, which the
   *     log says
   */
  public Future<Void> route(DeviceMessage message) {
    HubEvent event = event(message);
    Set<String> endpoints = endpoints(event);
    if (endpoints.isEmpty() && fallback) {
      endpoints = Set.of(HubRoute.BUILT_IN);
    }
    if (endpoints.isEmpty()) {
      return Future.succeededFuture();
    }
    if (endpoints.contains(HubRoute.BUILT_IN)) {
      observers.publish(message);
    }
    List<Future<Void>> sent = endpoints.stream().map(endpoint -> send(endpoint, event)).toList();
    Promise<Void> done = Promise.promise();
    Future.join(sent).onComplete(all -> loop.runOnContext(ignored -> done.complete()));
    return done.future();
  }

  /** Routes an event of the hub. Call it on the state thread, whose next commit stores it. */
  void stage(HubEvent event) {
    for (String endpoint : endpoints(event)) {
      try {
        bus.stage(EntityPath.of(endpoint), event.toBusMessage());
      } catch (BusFaultException e) {
        reportDropped(endpoint, event, e);
      }
    }
  }

  private Future<Void> send(String endpoint, HubEvent event) {
    Future<Void> sent =
        endpoint.equals(HubRoute.BUILT_IN)
            ? builtIn.append(
                event.client().deviceId(), event.enqueued(), stamp -> event.toEvent(stamp).encode())
            : bus.send(EntityPath.of(endpoint), event.toBusMessage());
    return sent.onFailure(e -> reportDropped(endpoint, event, e));
  }

  private Set<String> endpoints(HubEvent event) {
    List<Map.Entry<HubRoute, RouteCondition>> candidates =
        routes.entrySet().stream()
            .filter(route -> route.getKey().source() == event.source())
            .toList();
    if (candidates.isEmpty()) {
      return Set.of();
    }
    boolean withBody = candidates.stream().anyMatch(route -> route.getValue().reads(BODY));
    boolean withTwin = candidates.stream().anyMatch(route -> route.getValue().reads(TWIN));
    var document = event.document(withBody, withTwin ? twin(event.client()) : Optional.empty());
    Set<String> endpoints = new LinkedHashSet<>();
    for (Map.Entry<HubRoute, RouteCondition> route : candidates) {
      if (route.getValue().matches(document)) {
        endpoints.add(route.getKey().endpoint());
      }
    }
    return endpoints;
  }

  private Optional<ObjectNode> twin(ClientId client) {
    try {
      return Optional.of(TwinJson.of(registry, client));
    } catch (HubFaultException deleted) {
      return Optional.empty();
    }
  }

  private HubEvent event(DeviceMessage message) {
    Map<String, String> system = new LinkedHashMap<>(message.system());
    system.put("iothub-connection-auth-generation-id", message.generationId());
    registry
        .identity(message.sender())
        .map(Identity::authentication)
        .ifPresent(
            how -> system.put("iothub-connection-auth-method", method(message.sender(), how)));
    return new HubEvent(
        RouteSource.DEVICE_MESSAGES,
        message.sender(),
        message.enqueued(),
        system,
        message.application(),
        message.body());
  }

  private static String method(ClientId sender, Authentication how) {
    return String.format(
        "{\"scope\":\"%s\",\"type\":\"%s\",\"issuer\":\"iothub\"}",
        sender.isModule() ? "module" : "device",
        how instanceof Authentication.SymmetricKeys ? "sas" : "x509");
  }

  private static void reportDropped(String endpoint, HubEvent event, Throwable why) {
    LOG.warn(
        "{} of {} is dropped, since the endpoint {} does not take it: {}",
        event.source(),
        event.client(),
        endpoint,
        why.getMessage());
  }
}
