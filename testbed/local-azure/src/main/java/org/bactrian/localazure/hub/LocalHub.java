package org.bactrian.localazure.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.mqtt.MqttServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;
import org.bactrian.localazure.eventhub.EventHub;
import org.bactrian.localazure.hub.auth.AccessControl;
import org.bactrian.localazure.hub.auth.SharedAccessPolicies;
import org.bactrian.localazure.hub.identity.Authentication.SymmetricKeys;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.identity.Identity;
import org.bactrian.localazure.hub.mqtt.HubMqttServer;
import org.bactrian.localazure.hub.mqtt.MqttSessions;
import org.bactrian.localazure.hub.registry.IdentityRegistry;
import org.bactrian.localazure.hub.rest.HubRestServer;
import org.bactrian.localazure.hub.rest.ServiceThrottle;
import org.bactrian.localazure.hub.routing.HubEvents;
import org.bactrian.localazure.hub.routing.HubRouting;
import org.bactrian.localazure.hub.routing.RoutingSettings;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.localazure.hub.telemetry.TelemetryObservation;
import org.bactrian.localazure.hub.telemetry.TelemetryObservers;
import org.bactrian.localazure.hub.throttle.TelemetryThrottle;
import org.bactrian.localazure.pki.LocalAuthority;
import org.bactrian.localazure.sas.SasToken;
import org.bactrian.localazure.servicebus.LocalServiceBus;
import org.bactrian.localazure.storage.StateFile;
import org.bactrian.localazure.storage.StateThread;

/**
 * The local IoT Hub: a server for devices, a server for services, and a registry behind them. Its
 * methods are safe from any thread but the hub's event loop, since some of them wait.
 */
public final class LocalHub {

  /** The hub's name in connection strings and signatures. */
  public static final String HOST_NAME = "hub.localhost";

  private static final String NAME = "hub";
  private static final String EVENTS_POLICY = "service";
  private static final int DEFAULT_MQTT_PORT = 8883;
  private static final String NAMES = "HostName=" + HOST_NAME + ";";

  private final SharedAccessPolicies policies;
  private final IdentityRegistry registry;
  private final StateThread stateThread;
  private final LocalServiceBus bus;
  private final TelemetryObservers observers = new TelemetryObservers();
  private final Clock clock;
  private final Context loop;
  private final HubMqttServer mqttServer;
  private final HubRestServer restServer;
  private volatile int mqttPort;
  private volatile int restPort;

  /**
   * A hub over its state, not open yet.
   *
   * @param policies its shared access policies
   * @param builtIn its built-in endpoint, which the server of the bus serves
   * @param bus has the endpoints of its routes, and has to be open before the hub is
   */
  public LocalHub(
      Vertx vertx,
      StateFile state,
      StateThread stateThread,
      RoutingSettings routes,
      SharedAccessPolicies policies,
      EventHub builtIn,
      LocalServiceBus bus,
      Clock clock) {
    this.clock = clock;
    loop = vertx.getOrCreateContext();
    this.policies = policies;
    this.bus = bus;
    registry = IdentityRegistry.open(state, clock);
    this.stateThread = stateThread;
    HubRouting routing = new HubRouting(routes, registry, builtIn, observers, bus, loop);
    registry.changeListener(new HubEvents(routing, NAME, clock));
    AccessControl access = new AccessControl(policies, registry::identity, clock);
    mqttServer =
        new HubMqttServer(
            vertx, loop, access, registry, new MqttSessions(state), stateThread, routing, clock);
    restServer = new HubRestServer(vertx, access, registry, stateThread, mqttServer.methods());
  }

  /**
   * Starts both servers.
   *
   * @param host address to listen on
   * @param wantedMqttPort 0 takes any that is free
   * @param wantedRestPort 0 takes any that is free
   * @return done when clients may come; fails when a port is taken
   */
  public Future<Void> open(
      LocalAuthority authority, String host, int wantedMqttPort, int wantedRestPort) {
    Promise<Void> opened = Promise.promise();
    loop.runOnContext(
        ignored -> {
          Future<MqttServer> mqtt =
              mqttServer.open(HubTls.forDevices(authority).setHost(host).setPort(wantedMqttPort));
          Future<HttpServer> rest =
              restServer.open(HubTls.forServices(authority).setHost(host).setPort(wantedRestPort));
          Future.all(mqtt, rest)
              .<Void>map(
                  both -> {
                    mqttPort = mqtt.result().actualPort();
                    restPort = rest.result().actualPort();
                    return null;
                  })
              .onComplete(opened);
        });
    return opened.future();
  }

  /** Port to which devices connect. */
  public int mqttPort() {
    return mqttPort;
  }

  /** Port to which services connect. */
  public int restPort() {
    return restPort;
  }

  /** Counts of service requests, and limits for tests of what a hub that throttles leads to. */
  public ServiceThrottle throttle() {
    return restServer.throttle();
  }

  /** Limit of device-to-cloud messages, for tests of what a hub that throttles leads to. */
  public TelemetryThrottle telemetryThrottle() {
    return mqttServer.telemetryThrottle();
  }

  /**
   * Shows every message that goes to the built-in endpoint from now on. The observer is called on
   * the event loop before the sender gets its acknowledgement, so it must not block.
   *
   * @return ends the observation
   */
  public TelemetryObservation onTelemetry(Consumer<DeviceMessage> observer) {
    return observers.add(observer);
  }

  /** The connection string of the policy that may do everything. It carries no port. */
  public String serviceConnectionString() {
    return serviceConnectionString(SharedAccessPolicies.OWNER);
  }

  /**
   * The connection string of a policy.
   *
   * @param policy iothubowner, service, device, registryRead or registryReadWrite
   * @throws IllegalArgumentException when there is no such policy
   */
  public String serviceConnectionString(String policy) {
    return NAMES + "SharedAccessKeyName=" + policy + ";SharedAccessKey=" + key(policy);
  }

  /**
   * The connection string of the built-in endpoint for the SDKs of Event Hubs, which lets them
   * connect without TLS. It is that of the policy {@code service}.
   */
  public String eventHubConnectionString() {
    return "Endpoint=sb://localhost:%d;SharedAccessKeyName=%s;SharedAccessKey=%s;EntityPath=%s;UseDevelopmentEmulator=true"
        .formatted(bus.port(), EVENTS_POLICY, key(EVENTS_POLICY), EventHub.BUILT_IN);
  }

  /**
   * A signature of the policy that may do everything, for SDKs that take a port and a signature but
   * no connection string with a port.
   */
  public String serviceSignature(Duration lifetime) {
    return SasToken.create(
        HOST_NAME,
        key(SharedAccessPolicies.OWNER),
        SharedAccessPolicies.OWNER,
        clock.instant().plus(lifetime));
  }

  /**
   * Registers a device or module, with random keys, unless it is registered already; a module's
   * device too.
   *
   * @return the connection string for the device SDK, with the port as {@link
   *     #connectionString(ClientId)} says
   */
  public String register(ClientId client) {
    JsonNode nothing = JsonNodeFactory.instance.objectNode();
    stateThread
        .run(
            () -> {
              if (registry.identity(client.owner()).isEmpty()) {
                registry.create(client.owner(), nothing);
              }
              if (registry.identity(client).isEmpty()) {
                registry.create(client, nothing);
              }
            })
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return connectionString(client);
  }

  /**
   * The connection string of a registered device or module. {@code GatewayHostName=localhost} leads
   * to this hub; another port than 8883 is written as {@code localhost:PORT#}, which makes the Java
   * device SDK drop the 8883 that it appends.
   *
   * @throws IllegalArgumentException when it is unknown or has no keys
   */
  public String connectionString(ClientId client) {
    String gateway = mqttPort == DEFAULT_MQTT_PORT ? "localhost" : "localhost:" + mqttPort + "#";
    return NAMES
        + "DeviceId="
        + client.deviceId()
        + client.moduleId().map(module -> ";ModuleId=" + module).orElse("")
        + ";SharedAccessKey="
        + keys(client).primaryKey()
        + ";GatewayHostName="
        + gateway;
  }

  /**
   * Signs data with the key of a registered device or module, as the IoT Edge runtime does for
   * modules that do not get their key.
   *
   * @return HMAC-SHA256 of the data
   * @throws IllegalArgumentException when it is unknown or has no keys
   */
  public byte[] sign(ClientId client, byte[] data) {
    return SasToken.hmac(Base64.getDecoder().decode(keys(client).primaryKey()), data);
  }

  /**
   * The generation of a registered device or module, which tells it from an earlier one of its
   * name.
   *
   * @throws IllegalArgumentException when it is unknown
   */
  public String generationId(ClientId client) {
    return registry
        .identity(client)
        .map(Identity::generationId)
        .orElseThrow(() -> new IllegalArgumentException(client + " is not registered"));
  }

  private SymmetricKeys keys(ClientId client) {
    return registry
        .identity(client)
        .map(Identity::authentication)
        .filter(SymmetricKeys.class::isInstance)
        .map(SymmetricKeys.class::cast)
        .orElseThrow(() -> new IllegalArgumentException(client + " is not registered with keys"));
  }

  private String key(String policy) {
    return policies
        .keys(policy)
        .map(SymmetricKeys::primaryKey)
        .orElseThrow(() -> new IllegalArgumentException("There is no policy " + policy));
  }
}
