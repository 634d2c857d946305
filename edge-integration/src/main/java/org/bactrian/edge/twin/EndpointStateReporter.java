package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.bactrian.edge.module.TwinPart;
import org.bactrian.edge.twin.contract.RequestConnection;
import org.bactrian.edge.twin.contract.RequestConnectionBuilder;
import org.bactrian.edge.twin.contract.ServerEndpoint;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.EndpointConnectivityState;
import org.bactrian.model.registry.EndpointIds;
import org.bactrian.model.registry.ModuleCapability;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OnDemandSessionPool;
import org.bactrian.opcua.session.RequestOptions;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the states of connections to activated endpoints in the module's twin. Each has a
 * session, which requests share, and its server is asked for its state every few seconds, so that a
 * server that hangs is noticed as one that is gone. Thread-safe.
 */
public final class EndpointStateReporter implements TwinPart, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointStateReporter.class);

  /** Time between two checks of an endpoint; with the time of a check less than ten seconds. */
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(3);

  private static final RequestOptions CHECK =
      RequestOptions.DEFAULT
          .withConnectTimeout(Duration.ofSeconds(4))
          .withOperationTimeout(Duration.ofSeconds(4));

  /** Time between the first checks of two endpoints, so that a start connects to few at once. */
  private static final Duration START_SPACING = Duration.ofMillis(20);

  private static final NodeAttributeId SERVER_STATE =
      NodeAttributeId.value(NodeIds.Server_ServerStatus_State.expanded());

  private final Supplier<OnDemandSessionPool> sessions;
  private final int maxWatched;
  private final Duration interval;
  private final ExpectedCertificateCheck certificates = new ExpectedCertificateCheck();
  private final ScheduledThreadPoolExecutor timer;
  private final Map<String, WatchedEndpoint> watched = new TreeMap<>();
  private final AtomicBoolean changed = new AtomicBoolean();

  /**
   * @param sessions gives the sessions that requests share; they stay open
   * @param maxWatched largest number of endpoints that are watched; more have no state
   */
  public EndpointStateReporter(Supplier<OnDemandSessionPool> sessions, int maxWatched) {
    this(sessions, maxWatched, CHECK_INTERVAL);
  }

  EndpointStateReporter(Supplier<OnDemandSessionPool> sessions, int maxWatched, Duration interval) {
    this.sessions = sessions;
    this.maxWatched = maxWatched;
    this.interval = interval;
    this.timer = DaemonThreads.timer("endpoint-watch");
  }

  /** Returns whether a state has changed since this was last asked. */
  public boolean takeChanged() {
    return changed.getAndSet(false);
  }

  /**
   * Watches the endpoints of desired property {@code __endpoints__} that are activated, and no
   * others.
   *
   * @return the state of each as {@code __endpoints__}
   */
  @Override
  public synchronized ObjectNode apply(JsonNode desired) {
    Map<String, JsonNode> wanted = activated(desired);
    for (Iterator<WatchedEndpoint> known = watched.values().iterator(); known.hasNext(); ) {
      WatchedEndpoint one = known.next();
      if (!one.json.equals(wanted.get(one.id))) {
        known.remove();
        one.close();
      }
    }
    int started = 0;
    for (Map.Entry<String, JsonNode> one : wanted.entrySet()) {
      if (!watched.containsKey(one.getKey()) && watched.size() < maxWatched) {
        watched.put(one.getKey(), start(one.getKey(), one.getValue(), started++));
      }
    }
    ObjectNode reported = JsonNodeFactory.instance.objectNode();
    if (watched.isEmpty()) {
      return reported.putNull(ModuleCapability.ENDPOINTS);
    }
    ObjectNode states = reported.putObject(ModuleCapability.ENDPOINTS);
    watched.forEach((id, one) -> states.put(id, one.state.name()));
    return reported;
  }

  private Map<String, JsonNode> activated(JsonNode desired) {
    Map<String, JsonNode> endpoints = new HashMap<>();
    for (Map.Entry<String, JsonNode> one : desired.path(ModuleCapability.ENDPOINTS).properties()) {
      if (EndpointIds.isOne(one.getKey()) && desired.path(one.getKey()).isTextual()) {
        endpoints.put(one.getKey(), one.getValue());
      }
    }
    if (endpoints.size() > maxWatched) {
      LOG.warn(
          "{} endpoints are activated, and {} of them are watched: the others have no state."
              + " Requests are carried out for all.",
          endpoints.size(),
          maxWatched);
    }
    return endpoints;
  }

  private WatchedEndpoint start(String id, JsonNode json, int position) {
    WatchedEndpoint one = new WatchedEndpoint(id, json);
    try {
      RequestConnection connection =
          RequestConnectionBuilder.builder()
              .endpoint(RegistryJson.read(json, ServerEndpoint.class))
              .build();
      ConnectionSettings settings = TwinConnections.settings(connection, null);
      schedule(START_SPACING.multipliedBy(position), () -> hold(one, connection, settings));
    } catch (OperationException e) {
      LOG.warn("Endpoint {} cannot be connected to: {}", id, e.getMessage());
      one.state = EndpointConnectivityState.Error;
    }
    return one;
  }

  private void hold(
      WatchedEndpoint one, RequestConnection connection, ConnectionSettings settings) {
    try {
      one.hold(sessions.get().hold(settings));
      check(one, connection, settings);
    } catch (IllegalStateException e) {
      LOG.debug("Endpoint {} is no longer watched, since the edge stops", one.id, e);
    }
  }

  private void check(
      WatchedEndpoint one, RequestConnection connection, ConnectionSettings settings) {
    if (one.closed) {
      return;
    }
    ask(connection, settings)
        .handle(
            // Whatever the server says of its state, the session was there to say it.
            (values, fault) ->
                fault == null ? EndpointConnectivityState.Ready : ConnectivityStates.of(fault))
        .thenAccept(
            state -> {
              become(one, state);
              schedule(interval, () -> check(one, connection, settings));
            });
  }

  /** Asks for the state of the server; whatever goes wrong is in the future. */
  private CompletableFuture<?> ask(RequestConnection connection, ConnectionSettings settings) {
    try {
      return sessions
          .get()
          .use(
              settings,
              CHECK,
              access -> {
                certificates.check(connection, access);
                return access.nodes().read(List.of(SERVER_STATE), ReadOptions.DEFAULT);
              });
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void become(WatchedEndpoint one, EndpointConnectivityState state) {
    // When the watch ends, its sessions do, which says nothing of the server: the registry shows
    // the endpoints of a module that is not connected as Disconnected.
    if (one.state != state && !one.closed) {
      LOG.debug("Endpoint {} is {}", one.id, state);
      one.state = state;
      changed.set(true);
    }
  }

  private void schedule(Duration wait, Runnable task) {
    timer.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the watch of all endpoints. */
  @Override
  public void close() {
    timer.shutdownNow();
    synchronized (this) {
      watched.values().forEach(WatchedEndpoint::close);
      watched.clear();
    }
  }

  /** An endpoint with the session that is held for it. */
  private static final class WatchedEndpoint {
    private final String id;
    private final JsonNode json;
    private volatile EndpointConnectivityState state = EndpointConnectivityState.Connecting;
    private volatile boolean closed;
    private OnDemandSessionPool.Hold session = () -> {};

    private WatchedEndpoint(String id, JsonNode json) {
      this.id = id;
      this.json = json;
    }

    private synchronized void hold(OnDemandSessionPool.Hold held) {
      if (closed) {
        held.close();
      } else {
        session = held;
      }
    }

    private synchronized void close() {
      closed = true;
      session.close();
    }
  }
}
