package org.bactrian.cloud.synchronization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.Gateways;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.registry.RegistryEvents;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.RegisteredGateway;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.cloud.registry.twin.ModuleTwin;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.cloud.synchronization.AnnouncedEntities.Novelty;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;

/**
 * Tells subscribers what gateways, modules and connections of endpoints have become, once for each
 * change, however many replicas and messages notice it. Safe for use by several threads.
 */
final class EntityAnnouncer {

  /** Sweep of what a message told of. */
  static final long NO_SWEEP = 0;

  /** Sweep that only notes what there is, since nobody knows what is new of it. */
  private static final long BASELINE = 1;

  private static final int LOCKS = 64;

  private final HubRegistry hub;
  private final Gateways gateways;
  private final EndpointTwins endpoints;
  private final AnnouncedEntities announced;
  private final RegistryEvents events;

  /** Of two threads that read an entity, the one that reads later tells later. */
  private final Object[] locks = IntStream.range(0, LOCKS).mapToObj(i -> new Object()).toArray();

  EntityAnnouncer(
      HubRegistry hub,
      Gateways gateways,
      EndpointTwins endpoints,
      AnnouncedEntities announced,
      RegistryEvents events) {
    this.hub = hub;
    this.gateways = gateways;
    this.endpoints = endpoints;
    this.announced = announced;
    this.events = events;
  }

  private Object lock(String id) {
    return locks[Math.floorMod(id.hashCode(), LOCKS)];
  }

  /** Announces a module as its twin is now, as whatever it does; one that is gone as deleted. */
  void module(ModuleId id, long sweep) {
    synchronized (lock(id.toString())) {
      Optional<Twin> twin = hub.find(id);
      for (RegistryEventSource source : ModuleEntities.SOURCES) {
        announce(
            new EntityKey(source, id.toString()),
            twin.flatMap(found -> ModuleEntities.read(source, found)),
            twin.filter(Twin::connected).isPresent(),
            sweep);
      }
    }
  }

  /** Announces a gateway as it is now; one that is gone as deleted. */
  void gateway(String deviceId, long sweep) {
    synchronized (lock(deviceId)) {
      gateway(deviceId, gateways.find(deviceId), sweep);
    }
  }

  private void gateway(String deviceId, Optional<RegisteredGateway> gateway, long sweep) {
    announce(
        new EntityKey(RegistryEventSource.Gateway, deviceId),
        gateway.map(RegistryJson::tree),
        gateway.map(RegisteredGateway::connected).orElse(false),
        sweep);
  }

  private void announce(EntityKey key, Optional<JsonNode> entity, boolean connected, long sweep) {
    if (entity.isEmpty()) {
      announced
          .forget(key)
          .ifPresent(
              last ->
                  events.publish(
                      new RegistryEvent(
                          key.source(),
                          RegistryEventType.Deleted,
                          key.id(),
                          RegistryJson.read(last, JsonNode.class))));
      return;
    }
    Novelty novelty = announced.note(key, entity.get().toString(), connected, sweep);
    if (novelty == Novelty.CHANGED || (novelty == Novelty.NEW && sweep != BASELINE)) {
      RegistryEventType type =
          novelty == Novelty.NEW ? RegistryEventType.New : RegistryEventType.Updated;
      events.publish(new RegistryEvent(key.source(), type, key.id(), entity.get()));
    }
  }

  /**
   * Announces how an endpoint is connected now. Others tell that it is there, or is activated; one
   * that is gone or not active is forgotten.
   */
  void endpoint(String id, long sweep) {
    synchronized (lock(id)) {
      EntityKey key = new EntityKey(RegistryEventSource.Endpoint, id);
      Optional<EndpointInfo> endpoint =
          endpoints.findWithConnection(id).filter(EntityAnnouncer::isWatched);
      if (endpoint.isEmpty()) {
        announced.forget(key);
        return;
      }
      EndpointInfo now = endpoint.get();
      boolean connected = isConnected(now);
      Novelty novelty = announced.note(key, connection(now), connected, sweep);
      if (novelty == Novelty.CHANGED
          || (novelty == Novelty.NEW && connected && sweep != BASELINE)) {
        events.publish(
            new RegistryEvent(
                RegistryEventSource.Endpoint,
                RegistryEventType.Updated,
                id,
                RegistryJson.tree(now)));
      }
    }
  }

  private static boolean isWatched(EndpointInfo endpoint) {
    return endpoint.activationState() != EndpointActivationState.Deactivated
        && endpoint.notSeenSince() == null;
  }

  private static boolean isConnected(EndpointInfo endpoint) {
    return endpoint.activationState() == EndpointActivationState.ActivatedAndConnected;
  }

  private static String connection(EndpointInfo endpoint) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("activationState", String.valueOf(endpoint.activationState()))
        .put("endpointState", String.valueOf(endpoint.endpointState()))
        .toString();
  }

  /** Announces modules that a query found and that are not what they were. */
  void modules(List<Twin> found, long sweep) {
    Map<EntityKey, String> seen = new LinkedHashMap<>();
    for (Twin module : found) {
      for (RegistryEventSource source : ModuleEntities.SOURCES) {
        ModuleEntities.read(source, module)
            .ifPresent(
                entity ->
                    seen.put(new EntityKey(source, module.id().toString()), entity.toString()));
      }
    }
    readAgain(seen, sweep);
  }

  /** Announces gateways that a query found and that are not what they were. */
  void gateways(List<RegisteredGateway> found, long sweep) {
    Map<EntityKey, String> seen = new LinkedHashMap<>();
    found.forEach(
        one ->
            seen.put(
                new EntityKey(RegistryEventSource.Gateway, one.id()),
                RegistryJson.tree(one).toString()));
    readAgain(seen, sweep);
  }

  /** Announces the connections of endpoints that a query found and that are not what they were. */
  void endpoints(List<EndpointInfo> found, long sweep) {
    Map<EntityKey, String> seen = new LinkedHashMap<>();
    found.forEach(
        one ->
            seen.put(
                new EntityKey(RegistryEventSource.Endpoint, one.registration().registeredId()),
                connection(one)));
    readAgain(seen, sweep);
  }

  /** A query may answer with twins of a while ago, so what seems to be news is read again. */
  private void readAgain(Map<EntityKey, String> seen, long sweep) {
    Set<String> read = new HashSet<>();
    for (EntityKey key : announced.noteSame(seen, sweep)) {
      if (read.add(key.id())) {
        again(key, sweep);
      }
    }
  }

  /** Announces an entity as it is now. */
  void again(EntityKey key, long sweep) {
    switch (key.source()) {
      case Endpoint -> endpoint(key.id(), sweep);
      case Gateway -> gateway(key.id(), sweep);
      default -> ModuleId.parse(key.id()).ifPresent(id -> module(id, sweep));
    }
  }

  /** Modules read as each of the entities that they may be. */
  private static final class ModuleEntities {

    private static final List<RegistryEventSource> SOURCES =
        List.of(
            RegistryEventSource.Supervisor,
            RegistryEventSource.Discoverer,
            RegistryEventSource.Publisher);

    private ModuleEntities() {}

    private static Optional<JsonNode> read(RegistryEventSource source, Twin twin) {
      Optional<?> entity =
          switch (source) {
            case Supervisor -> ModuleTwin.supervisor(twin, false);
            case Discoverer -> ModuleTwin.discoverer(twin);
            default -> ModuleTwin.publisher(twin, false);
          };
      return entity.map(RegistryJson::tree);
    }
  }
}
