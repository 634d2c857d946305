package org.bactrian.localazure.hub.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.bactrian.localazure.hub.auth.AccessControl;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.method.DirectMethods;
import org.bactrian.localazure.hub.registry.IdentityRegistry;
import org.bactrian.localazure.hub.routing.HubRouting;
import org.bactrian.localazure.hub.throttle.TelemetryThrottle;
import org.bactrian.localazure.storage.StateThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server for devices and modules: MQTT 3.1.1 over TLS ("Communicate with an IoT hub using the MQTT
 * protocol", https://learn.microsoft.com/azure/iot/iot-mqtt-connect-to-iot-hub).
 */
public final class HubMqttServer {

  private static final Logger LOG = LoggerFactory.getLogger(HubMqttServer.class);

  // The payload's limit is checked where the topic is known; this only bounds what is buffered.
  private static final int MAX_PACKET_BYTES = MqttTelemetry.MAX_MESSAGE_BYTES + 2 * 65_536;
  private static final int MAX_CLIENT_ID = 257;
  private static final int CONNECT_SECONDS = 30;

  private final Vertx vertx;
  private final AccessControl access;
  private final IdentityRegistry registry;
  private final MqttSessions sessions;
  private final StateThread stateThread;
  private final Clock clock;
  private final HubMqttConnections connections;
  private final MqttMethodCalls methods;
  private final TelemetryThrottle telemetryThrottle = new TelemetryThrottle(System::nanoTime);
  private final MqttRequestDispatcher requests;

  /**
   * a server that does not listen yet.
   *
   * @param loop the context that owns every connection
   */
  public HubMqttServer(
      Vertx vertx,
      Context loop,
      AccessControl access,
      IdentityRegistry registry,
      MqttSessions sessions,
      StateThread stateThread,
      HubRouting routing,
      Clock clock) {
    this.vertx = vertx;
    this.access = access;
    this.registry = registry;
    this.sessions = sessions;
    this.stateThread = stateThread;
    this.clock = clock;
    this.connections = new HubMqttConnections(vertx, loop);
    this.methods = new MqttMethodCalls(vertx, connections);
    this.requests =
        new MqttRequestDispatcher(
            vertx,
            new MqttTelemetry(registry, routing, telemetryThrottle, clock),
            new MqttTwinRequests(registry, stateThread),
            methods);
    registry.listener(connections);
  }

  /**
   * Starts listening. Call it on the loop.
   *
   * @param tls certificate, key, host and port
   * @return the server, whose actual port is then known
   */
  public Future<MqttServer> open(MqttServerOptions tls) {
    MqttServerOptions options =
        new MqttServerOptions(tls)
            .setMaxMessageSize(MAX_PACKET_BYTES)
            .setMaxClientIdLength(MAX_CLIENT_ID)
            .setTimeoutOnConnect(CONNECT_SECONDS);
    return MqttServer.create(vertx, options)
        .endpointHandler(this::connect)
        .exceptionHandler(e -> LOG.debug("A client was refused: {}", e.toString()))
        .listen();
  }

  /** Limit of device-to-cloud messages, for tests. */
  public TelemetryThrottle telemetryThrottle() {
    return telemetryThrottle;
  }

  /** Calls methods of the clients that are connected here. */
  public DirectMethods methods() {
    return methods;
  }

  @SuppressWarnings(
      "ReturnValueIgnored") // whether the proof still holds is all that is asked later
  private void connect(MqttEndpoint endpoint) {
    if (endpoint.protocolVersion() != MqttVersion.MQTT_3_1_1.protocolLevel()) {
      LOG.warn("A client is refused: it speaks another version of MQTT than 3.1.1");
      endpoint.reject(
          endpoint.protocolVersion() == MqttVersion.MQTT_5.protocolLevel()
              ? MqttConnectReturnCode.CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION
              : MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
      return;
    }
    try {
      ClientId client = clientOf(endpoint);
      Supplier<Instant> proof = proof(endpoint, client);
      Instant end = proof.get();
      HubMqttConnection connection = new HubMqttConnection(client, endpoint, proof::get);
      // Known before it is accepted, so that no other of the same id is counted in its place.
      connections.add(connection);
      endpoint.closeHandler(ignored -> leave(connection));
      stateThread
          .call(() -> enter(client, endpoint.isCleanSession()))
          .onSuccess(session -> accept(connection, endpoint, end, session))
          .onFailure(e -> LOG.error("{} cannot connect", client, e));
    } catch (HubFaultException e) {
      LOG.warn("A client is refused: {}", e.getMessage());
      endpoint.reject(
          e.fault() == HubFault.UNAUTHORIZED
              ? MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED
              : MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED);
    }
  }

  private void leave(HubMqttConnection connection) {
    connection.left();
    if (connections.remove(connection)) {
      LOG.info("{} is disconnected", connection.client());
      stateThread.run(() -> registry.connected(connection.client(), false));
    }
  }

  // On the state thread.
  private Optional<Map<String, Integer>> enter(ClientId client, boolean cleanSession) {
    registry.connected(client, true);
    if (cleanSession) {
      sessions.forget(client);
    }
    return sessions.has(client) ? Optional.of(sessions.find(client)) : Optional.empty();
  }

  private void accept(
      HubMqttConnection connection,
      MqttEndpoint endpoint,
      Instant end,
      Optional<Map<String, Integer>> session) {
    session.ifPresent(connection::resume);
    try {
      handle(connection, endpoint);
      endpoint.accept(session.isPresent());
    } catch (IllegalStateException e) {
      LOG.debug("{} left before it was accepted", connection.client());
      return;
    }
    closeAt(end, connection);
    connections.subscriptionsChanged(connection);
    LOG.info("{} is connected", connection.client());
  }

  private void handle(HubMqttConnection connection, MqttEndpoint endpoint) {
    endpoint.publishHandler(message -> requests.handle(connection, message));
    endpoint.subscribeHandler(
        message -> {
          var granted = connection.subscribe(message);
          keep(connection, endpoint)
              .onSuccess(
                  kept -> {
                    if (endpoint.isConnected()) {
                      endpoint.subscribeAcknowledge(message.messageId(), granted);
                      connections.subscriptionsChanged(connection);
                    }
                  });
        });
    endpoint.unsubscribeHandler(
        message -> {
          connection.unsubscribe(message);
          keep(connection, endpoint)
              .onSuccess(
                  kept -> {
                    if (endpoint.isConnected()) {
                      endpoint.unsubscribeAcknowledge(message.messageId());
                    }
                  });
        });
    endpoint.exceptionHandler(
        e -> LOG.debug("Connection of {}: {}", connection.client(), e.toString()));
  }

  private Future<Void> keep(HubMqttConnection connection, MqttEndpoint endpoint) {
    if (endpoint.isCleanSession()) {
      return Future.succeededFuture();
    }
    Map<String, Integer> subscriptions = connection.subscriptions();
    return stateThread.run(() -> sessions.keep(connection.client(), subscriptions));
  }

  private void closeAt(Instant end, HubMqttConnection connection) {
    Duration longest = Duration.ofDays(365);
    Duration left =
        end.isBefore(clock.instant().plus(longest))
            ? Duration.between(clock.instant(), end)
            : longest;
    long timer =
        vertx.setTimer(
            Math.max(1, left.toMillis()), fired -> connection.close("the signature has ended"));
    connection.whenLeft(() -> vertx.cancelTimer(timer));
  }

  private Supplier<Instant> proof(MqttEndpoint endpoint, ClientId client) {
    MqttAuth auth = endpoint.auth();
    if (auth != null && auth.getPassword() != null && !auth.getPassword().isEmpty()) {
      String password = auth.getPassword();
      return () -> access.requireDevice(client, password);
    }
    Certificate certificate = certificateOf(endpoint.sslSession());
    return () -> {
      access.requireDevice(client, certificate);
      return Instant.MAX;
    };
  }

  // Vert.x hides a user name that comes without a password, so with certificates the id is enough.
  private static ClientId clientOf(MqttEndpoint endpoint) {
    ClientId client = ClientId.parse(endpoint.clientIdentifier());
    MqttAuth auth = endpoint.auth();
    if (auth != null) {
      MqttUserName.check(auth.getUsername(), client);
    }
    return client;
  }

  private static Certificate certificateOf(SSLSession session) {
    try {
      return session.getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException e) {
      throw new HubFaultException(
          HubFault.UNAUTHORIZED, "There is neither a signature nor a certificate");
    }
  }
}
