package org.bactrian.localazure.hub.registry;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.Authentication;
import org.bactrian.localazure.hub.identity.ClientConnectionState;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.identity.Identity;
import org.bactrian.localazure.hub.identity.IdentityBuilder;
import org.bactrian.localazure.hub.twin.HubTwin;
import org.bactrian.localazure.storage.StateFile;
import org.bactrian.localazure.storage.StateThread;
import org.h2.mvstore.MVMap;

/**
 * Identities, twins and who is connected. Reads come from memory and are safe from any thread;
 * changes write to disk before they return, so they belong on {@link StateThread}. A change that
 * has returned survives the process.
 */
public final class IdentityRegistry {

  private static final long TICKS_AT_EPOCH = 621_355_968_000_000_000L;
  private static final List<String> EDGE_MODULES = List.of("$edgeAgent", "$edgeHub");

  private final StateFile state;
  private final Clock clock;
  private final MVMap<String, String> storedIdentities;
  private final MVMap<String, String> storedTwins;
  private final ConcurrentNavigableMap<ClientId, Identity> identities =
      new ConcurrentSkipListMap<>();
  private final ConcurrentNavigableMap<ClientId, HubTwin> twins = new ConcurrentSkipListMap<>();
  private final ConcurrentNavigableMap<ClientId, ClientConnectionState> presences =
      new ConcurrentSkipListMap<>();
  private boolean severalUnderWay;
  private volatile RegistryListener listener = new Silent();
  private volatile ChangeListener changes = new ChangeListener() {};

  private IdentityRegistry(StateFile state, Clock clock) {
    this.state = state;
    this.clock = clock;
    this.storedIdentities = state.map("identities");
    this.storedTwins = state.map("twins");
  }

  /** Reads everything into memory; nobody is connected then. */
  public static IdentityRegistry open(StateFile state, Clock clock) {
    IdentityRegistry registry = new IdentityRegistry(state, clock);
    for (String text : registry.storedIdentities.values()) {
      JsonNode json = parse(text);
      Identity identity = IdentityJson.readStored(json);
      registry.identities.put(identity.id(), identity);
      registry.presences.put(identity.id(), IdentityJson.readStoredPresence(json));
    }
    for (Map.Entry<String, String> twin : registry.storedTwins.entrySet()) {
      registry.twins.put(
          ClientId.parse(twin.getKey()), JSON.convertValue(parse(twin.getValue()), HubTwin.class));
    }
    return registry;
  }

  /** Sets who hears of changes; there is one listener. */
  public void listener(RegistryListener newListener) {
    listener = newListener;
  }

  /** Sets who hears of changes before they are committed; there is one such listener. */
  public void changeListener(ChangeListener newListener) {
    changes = newListener;
  }

  /** Finds an identity. */
  public Optional<Identity> identity(ClientId id) {
    return Optional.ofNullable(identities.get(id));
  }

  /**
   * An identity that has to be there.
   *
   * @throws HubFaultException when the device or module is unknown
   */
  public Identity requireIdentity(ClientId id) {
    return identity(id).orElseThrow(() -> notFound(id));
  }

  /** All identities in the order of their ids. */
  public Collection<Identity> identities() {
    return identities.values();
  }

  /** The identities behind a place in that order; an empty place is before all. */
  public Collection<Identity> identitiesAfter(String place) {
    return place.isEmpty()
        ? identities.values()
        : identities.tailMap(ClientId.parse(place), false).values();
  }

  /** The modules of a device in the order of their ids. */
  public Collection<Identity> modulesOf(ClientId device) {
    return identities.tailMap(device, false).values().stream()
        .takeWhile(identity -> identity.id().deviceId().equals(device.deviceId()))
        .toList();
  }

  /** Returns whether a client is connected; of an unknown client, that it was never seen. */
  public ClientConnectionState presence(ClientId id) {
    return presences.getOrDefault(id, ClientConnectionState.UNSEEN);
  }

  /**
   * The twin of a client.
   *
   * @throws HubFaultException when the device or module is unknown
   */
  public HubTwin twin(ClientId id) {
    return Optional.ofNullable(twins.get(id)).orElseThrow(() -> notFound(id));
  }

  /**
   * Creates an identity and its blank twin. An IoT Edge device gets its two system modules as well.
   *
   * @param body the REST form; what it lacks gets IoT Hub's defaults
   * @throws HubFaultException when it exists, its device does not, or the body is not allowed
   */
  public Identity create(ClientId id, JsonNode body) {
    return create(id, body, HubTwin.blank(now()));
  }

  /**
   * Creates an identity, and its twin with the tags and desired properties of the body.
   *
   * @throws HubFaultException when it exists, its device does not, or the body is not allowed;
   *     nothing was created then
   */
  public Identity createWithTwin(ClientId id, JsonNode body) {
    return create(id, body, HubTwin.blank(now()).patch(body, now()).twin());
  }

  private synchronized Identity create(ClientId id, JsonNode body, HubTwin twin) {
    if (identities.containsKey(id)) {
      throw new HubFaultException(
          id.isModule() ? HubFault.MODULE_ALREADY_EXISTS : HubFault.DEVICE_ALREADY_EXISTS,
          id + " is already registered");
    }
    requireIdentityOfOwner(id);
    String generation = generation();
    boolean iotEdge = !id.isModule() && body.path("capabilities").path("iotEdge").asBoolean();
    String scope = body.path("deviceScope").asText("");
    Identity identity =
        IdentityBuilder.builder()
            .id(id)
            .generationId(generation)
            .etag(Etags.next())
            .enabled(IdentityJson.isEnabled(body))
            .statusReason(body.path("statusReason").asText(""))
            .statusUpdatedTime(ClientConnectionState.NEVER)
            .authentication(IdentityJson.readAuthentication(body.path("authentication")))
            .iotEdge(iotEdge)
            .managedBy(body.path("managedBy").asText(""))
            .deviceScope(
                iotEdge ? "ms-azure-iot-edge://" + id.deviceId() + "-" + generation : scope)
            .build();
    store(identity);
    store(id, twin);
    changes.created(id, twin(id));
    if (iotEdge) {
      ObjectNode systemModule = JSON.createObjectNode().put("managedBy", "IotEdge");
      for (String name : EDGE_MODULES) {
        create(ClientId.module(id.deviceId(), name), systemModule);
      }
    }
    commit();
    return identity;
  }

  /**
   * Changes an identity.
   *
   * @param ifMatch etag or {@code *}
   * @throws HubFaultException when it is unknown, changed meanwhile, or the body is not allowed
   */
  public synchronized Identity update(ClientId id, JsonNode body, String ifMatch) {
    Identity old = requireIdentity(id);
    Etags.requireMatch(ifMatch, old.etag());
    boolean enabled = body.has("status") ? IdentityJson.isEnabled(body) : old.enabled();
    Authentication authentication =
        body.path("authentication").isObject()
            ? IdentityJson.readAuthentication(body.path("authentication"))
            : old.authentication();
    Identity identity =
        IdentityBuilder.builder(old)
            .etag(Etags.next())
            .enabled(enabled)
            .statusReason(body.path("statusReason").asText(""))
            .statusUpdatedTime(enabled == old.enabled() ? old.statusUpdatedTime() : now())
            .authentication(authentication)
            .managedBy(body.path("managedBy").asText(old.managedBy()))
            .deviceScope(body.path("deviceScope").asText(old.deviceScope()))
            .build();
    store(identity);
    commit();
    listener.identityChanged(id);
    modulesOf(id.owner()).forEach(module -> listener.identityChanged(module.id()));
    return identity;
  }

  /**
   * Deletes an identity, its twin, and with a device its modules.
   *
   * @param ifMatch etag or {@code *}
   * @throws HubFaultException when it is unknown or changed meanwhile
   */
  public synchronized void delete(ClientId id, String ifMatch) {
    Etags.requireMatch(ifMatch, requireIdentity(id).etag());
    if (!id.isModule()) {
      modulesOf(id).forEach(module -> remove(module.id()));
    }
    remove(id);
    commit();
  }

  /**
   * Merges tags and desired properties into a twin.
   *
   * @throws HubFaultException when the twin is unknown, changed meanwhile, or the body not allowed
   */
  public synchronized HubTwin patchTwin(ClientId id, JsonNode body, String ifMatch) {
    Etags.requireMatch(ifMatch, twin(id).etag());
    HubTwin.Changed changed = twin(id).patch(body, now());
    changes.twinUpdated(id, changed.twin(), body);
    return apply(id, changed);
  }

  /**
   * Replaces tags and desired properties of a twin.
   *
   * @throws HubFaultException when the twin is unknown, changed meanwhile, or the body not allowed
   */
  public synchronized HubTwin replaceTwin(ClientId id, JsonNode body, String ifMatch) {
    Etags.requireMatch(ifMatch, twin(id).etag());
    HubTwin.Changed changed = twin(id).replace(body, now());
    changes.twinReplaced(id, changed.twin());
    return apply(id, changed);
  }

  /**
   * Merges reported properties into a twin.
   *
   * @throws HubFaultException when the twin is unknown or the body not allowed
   */
  public synchronized HubTwin report(ClientId id, JsonNode body) {
    HubTwin twin = twin(id).report(body, now());
    store(id, twin);
    ObjectNode patch = JSON.createObjectNode();
    patch.putObject("properties").set("reported", body);
    changes.twinUpdated(id, twin, patch);
    commit();
    return twin;
  }

  /** Notes that a client connected or disconnected; of an unknown client, nothing. */
  public synchronized void connected(ClientId id, boolean connected) {
    Identity identity = identities.get(id);
    if (identity != null) {
      presences.putIfAbsent(id, ClientConnectionState.UNSEEN);
      presences.computeIfPresent(id, (key, presence) -> presence.turned(connected, now()));
      store(identity);
      changes.connectionChanged(id, connected);
      commit();
    }
  }

  /**
   * Notes that a client sent something, in memory: it is written when the client connects or
   * leaves.
   */
  public void active(ClientId id) {
    presences.computeIfPresent(id, (key, presence) -> presence.active(now()));
  }

  /**
   * Makes several changes with one write to disk. What refuses one of them undoes none before it.
   */
  public synchronized <T> T together(Supplier<T> several) {
    severalUnderWay = true;
    try {
      return several.get();
    } finally {
      severalUnderWay = false;
      commit();
    }
  }

  private void commit() {
    if (!severalUnderWay) {
      state.commit();
    }
  }

  private HubTwin apply(ClientId id, HubTwin.Changed changed) {
    store(id, changed.twin());
    commit();
    changed.notice().ifPresent(notice -> listener.desiredChanged(id, notice));
    return changed.twin();
  }

  private void store(Identity identity) {
    identities.put(identity.id(), identity);
    ObjectNode json = IdentityJson.write(identity, presence(identity.id()));
    storedIdentities.put(identity.id().toString(), json.toString());
  }

  private void store(ClientId id, HubTwin twin) {
    twins.put(id, twin);
    storedTwins.put(id.toString(), JSON.valueToTree(twin).toString());
  }

  private void remove(ClientId id) {
    changes.deleted(id, twin(id));
    identities.remove(id);
    twins.remove(id);
    presences.remove(id);
    storedIdentities.remove(id.toString());
    storedTwins.remove(id.toString());
    listener.identityChanged(id);
  }

  private void requireIdentityOfOwner(ClientId id) {
    if (id.isModule()) {
      requireIdentity(id.owner());
    }
  }

  // .NET ticks, so that it rises and looks as IoT Hub's do.
  private String generation() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return Long.toString(TICKS_AT_EPOCH + micros * 10);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stored state of the hub is no JSON", e);
    }
  }

  private static HubFaultException notFound(ClientId id) {
    return new HubFaultException(
        id.isModule() ? HubFault.MODULE_NOT_FOUND : HubFault.DEVICE_NOT_FOUND,
        id + " is not registered");
  }

  private static final class Silent implements RegistryListener {
    @Override
    public void desiredChanged(ClientId client, ObjectNode notice) {
      // Nobody is connected yet.
    }

    @Override
    public void identityChanged(ClientId client) {
      // Nobody is connected yet.
    }
  }
}
