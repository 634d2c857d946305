package org.bactrian.cloud.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.EndpointRegistrationQuery;
import org.bactrian.cloud.registry.twin.EndpointTwin;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointConnectivityState;
import org.bactrian.model.registry.LowerCase;
import org.bactrian.model.registry.ModuleId;
import org.jspecify.annotations.Nullable;

/** Endpoints in their twins. Safe for use by many threads. */
public final class EndpointTwins {

  // Lists in a query may not be long.
  private static final int ASKED_AT_ONCE = 50;

  private final HubRegistry hub;
  private final EndpointConnections connections;

  public EndpointTwins(HubRegistry hub) {
    this.hub = hub;
    this.connections = new EndpointConnections(hub);
  }

  /**
   * A change that was made.
   *
   * @param before what it was; empty for what is new
   * @param after what it is
   */
  public record Change(Optional<EndpointInfo> before, EndpointInfo after) {}

  PagedQuery<EndpointRegistrationQuery, EndpointInfo> pages() {
    return new PagedQuery<>(
        hub,
        EndpointRegistrationQuery.class,
        EndpointTwins::query,
        EndpointTwin::read,
        (asked, items) -> connected(asked, connections.of(items)));
  }

  /**
   * Returns an endpoint.
   *
   * @param onlyServerState true for what the cloud wants, false for what the module says
   * @throws OperationException of kind NOT_FOUND when there is none of this id
   */
  public EndpointInfo get(String id, boolean onlyServerState) {
    EndpointInfo endpoint =
        hub.find(device(id))
            .flatMap(twin -> EndpointTwin.read(twin, onlyServerState))
            .orElseThrow(() -> missing(id));
    return connections.of(List.of(endpoint)).get(0);
  }

  /** Returns an endpoint with its connection, when there is one of this id. */
  public Optional<EndpointInfo> findWithConnection(String id) {
    return hub.find(device(id))
        .flatMap(twin -> EndpointTwin.read(twin, false))
        .map(endpoint -> connections.of(List.of(endpoint)).get(0));
  }

  /** Returns the endpoints among devices, with their connections. */
  public List<EndpointInfo> read(List<Twin> devices) {
    return connections.of(
        devices.stream().flatMap(twin -> EndpointTwin.read(twin, false).stream()).toList());
  }

  /** Returns the active endpoints that a module serves, as the cloud wants them. */
  public List<EndpointInfo> servedBy(ModuleId module) {
    String query =
        TwinQueryText.devices(EndpointTwin.TYPE)
            .equal("tags.SupervisorId", module.toString())
            .and("tags.Activated = true")
            .seen()
            .toString();
    return hub.all(query).stream().flatMap(twin -> EndpointTwin.read(twin, true).stream()).toList();
  }

  /** Returns the ids of those applications that have endpoints in use. */
  public Set<String> withSeenEndpoints(List<ApplicationInfo> applications) {
    List<String> ids = applications.stream().map(ApplicationInfo::registeredId).toList();
    return among("tags.ApplicationId", ids, TwinQueryText::seen).stream()
        .map(EndpointTwins::applicationId)
        .collect(Collectors.toSet());
  }

  /** Returns the applications of those among ids that are endpoints, by these ids. */
  public Map<String, String> applicationsOf(Collection<String> ids) {
    return among("deviceId", List.copyOf(ids), UnaryOperator.identity()).stream()
        .collect(Collectors.toMap(twin -> twin.id().deviceId(), EndpointTwins::applicationId));
  }

  private static String applicationId(Twin twin) {
    return twin.tags().path("ApplicationId").asText();
  }

  /** Twins of endpoints that have one of some values, and that a further condition holds for. */
  private List<Twin> among(String path, List<String> values, UnaryOperator<TwinQueryText> further) {
    List<Twin> found = new ArrayList<>();
    for (int from = 0; from < values.size(); from += ASKED_AT_ONCE) {
      String condition =
          values.subList(from, Math.min(values.size(), from + ASKED_AT_ONCE)).stream()
              .map(TwinQueryText::quoted)
              .collect(Collectors.joining(", ", path + " IN [", "]"));
      TwinQueryText query = TwinQueryText.devices(EndpointTwin.TYPE).and(condition);
      found.addAll(hub.all(further.apply(query).toString()));
    }
    return found;
  }

  /** Returns an endpoint as the cloud wants it, when there is one. */
  public Optional<EndpointInfo> find(String id) {
    return hub.find(device(id)).flatMap(twin -> EndpointTwin.read(twin, true));
  }

  /** Returns all endpoints of an application, as the cloud wants them. */
  public List<EndpointInfo> ofApplication(String applicationId, boolean withDisabled) {
    TwinQueryText query =
        TwinQueryText.devices(EndpointTwin.TYPE).equal("tags.ApplicationId", applicationId);
    String text = (withDisabled ? query : query.seen()).toString();
    return hub.all(text).stream().flatMap(twin -> EndpointTwin.read(twin, true).stream()).toList();
  }

  /**
   * Makes endpoints that are not there yet, in few requests.
   *
   * @return those that were made; the others are there, or were refused
   */
  public List<EndpointInfo> create(List<EndpointInfo> endpoints) {
    Map<String, ObjectNode> twins = new LinkedHashMap<>();
    for (EndpointInfo endpoint : endpoints) {
      String id = endpoint.registration().registeredId();
      twins.put(id, EndpointTwin.patch(Twin.blank(device(id)), endpoint));
    }
    return hub.createDevices(twins).stream()
        .flatMap(twin -> EndpointTwin.read(twin, true).stream())
        .toList();
  }

  /**
   * Makes an endpoint what it has to be, whether it is there or not.
   *
   * @param wanted makes the wanted endpoint of the existing one; empty when nothing is to be done.
   *     It is asked again when the endpoint changed meanwhile and after each change, so it only
   *     looks.
   * @return the change, when there was one
   */
  public Optional<Change> put(
      String id, Function<Optional<EndpointInfo>, Optional<EndpointInfo>> wanted) {
    return put(id, wanted, expected -> {});
  }

  /**
   * Puts an endpoint, and first tells what is about to be done.
   *
   * @param beforehand told once, before anything is changed, of the change that is wanted. When
   *     others change the endpoint meanwhile, what is done is another one.
   */
  public Optional<Change> put(
      String id,
      Function<Optional<EndpointInfo>, Optional<EndpointInfo>> wanted,
      Consumer<Change> beforehand) {
    Optional<Twin> found = hub.find(device(id));
    Optional<EndpointInfo> present = found.flatMap(twin -> EndpointTwin.read(twin, true));
    Optional<EndpointInfo> first = wanted.apply(present);
    first.ifPresent(endpoint -> beforehand.accept(new Change(present, endpoint)));
    if (found.isEmpty()) {
      if (first.isEmpty()) {
        return Optional.empty();
      }
      hub.createDevice(id);
    }
    HubRegistry.Outcome<Twin> outcome =
        hub.settle(
            found.orElseGet(() -> hub.get(device(id))),
            existing ->
                new HubRegistry.Decision<>(
                    existing,
                    wanted
                        .apply(EndpointTwin.read(existing, true))
                        .map(endpoint -> EndpointTwin.patch(existing, endpoint))
                        .orElseGet(JsonNodeFactory.instance::objectNode)));
    return outcome.isChanged()
        ? EndpointTwin.read(outcome.after(), true)
            .map(after -> new Change(EndpointTwin.read(outcome.before(), true), after))
        : Optional.empty();
  }

  /**
   * Notes whether an endpoint may be used, and by which module.
   *
   * @throws OperationException of kind NOT_FOUND when there is none of this id
   */
  EndpointInfo activation(String id, @Nullable String supervisorId, boolean activated) {
    Twin twin =
        hub.update(
            hub.find(device(id)).orElseThrow(() -> missing(id)),
            existing -> EndpointTwin.activation(existing, supervisorId, activated));
    return EndpointTwin.read(twin, true).orElseThrow(() -> missing(id));
  }

  /** Removes an endpoint. */
  void delete(String id) {
    hub.deleteDevice(id);
  }

  private static TwinQueryText query(Optional<EndpointRegistrationQuery> query) {
    TwinQueryText text = TwinQueryText.devices(EndpointTwin.TYPE);
    query.ifPresent(asked -> filter(text, asked));
    return text;
  }

  private static void filter(TwinQueryText text, EndpointRegistrationQuery asked) {
    if (!Boolean.TRUE.equals(asked.includeNotSeenSince())) {
      text.seen();
    }
    text.equal("tags.EndpointUrlLC", asked.url() == null ? null : LowerCase.of(asked.url()))
        .equal("tags.ApplicationId", asked.applicationId())
        .equal("tags.SupervisorId", asked.supervisorId())
        .equal("tags.DiscovererId", asked.discovererId())
        .equal("tags.SiteOrGatewayId", asked.siteOrGatewayId())
        .equal("properties.desired.Thumbprint", asked.certificate())
        .equal("properties.desired.SecurityMode", name(asked.securityMode()))
        .equal("properties.desired.SecurityPolicy", asked.securityPolicy());
    Boolean activated = asksForState(asked) ? Boolean.TRUE : asked.activated();
    if (activated != null) {
      text.and(
          activated
              ? "tags.Activated = true"
              : "(tags.Activated != true OR NOT IS_DEFINED(tags.Activated))");
    }
  }

  /**
   * A state is asked for of connected endpoints; what asks for others, too, does not ask for it.
   */
  private static boolean asksForState(EndpointRegistrationQuery asked) {
    return asked.endpointState() != null
        && !Boolean.FALSE.equals(asked.connected())
        && !Boolean.FALSE.equals(asked.activated());
  }

  /**
   * Endpoints that are connected, which the query does not know, see {@link EndpointConnections}.
   */
  private static List<EndpointInfo> connected(
      Optional<EndpointRegistrationQuery> asked, List<EndpointInfo> endpoints) {
    Boolean wanted = asked.map(EndpointRegistrationQuery::connected).orElse(null);
    Optional<EndpointConnectivityState> state =
        asked.filter(EndpointTwins::asksForState).map(EndpointRegistrationQuery::endpointState);
    return endpoints.stream()
        .filter(one -> wanted == null || wanted == isConnected(one))
        .filter(one -> state.isEmpty() || isConnected(one) && state.get() == one.endpointState())
        .toList();
  }

  private static boolean isConnected(EndpointInfo endpoint) {
    return endpoint.activationState() == EndpointActivationState.ActivatedAndConnected;
  }

  private static @Nullable String name(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name();
  }

  private static ModuleId device(String id) {
    return new ModuleId(id, "");
  }

  private static OperationException missing(String id) {
    return NotFoundFaults.ENDPOINT.of(id);
  }
}
