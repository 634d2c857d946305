package org.bactrian.localazure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.localazure.hub.routing.HubRoute;
import org.bactrian.localazure.hub.routing.RouteSource;
import org.bactrian.localazure.hub.routing.RoutingSettings;
import org.bactrian.localazure.servicebus.entity.BusEntities;
import org.bactrian.localazure.servicebus.entity.QueueSettings;
import org.bactrian.localazure.servicebus.entity.TopicSettings;

/** The queues, topics and routes that Bactrian's cloud side works with, under these names. */
public final class PlatformEntities {

  /** Queue of what discovery found, and of its progress. */
  public static final String ONBOARDING = "onboarding";

  /** Queue of twin changes, lifecycle and connection events. */
  public static final String TWIN_EVENTS = "twin-events";

  /** Queue of telemetry that cannot be decoded, with the reason. */
  public static final String TELEMETRY_FAILED = "telemetry-failed";

  /** Event hub of decoded values, for a sink to send to. */
  public static final String TELEMETRY_VALUES = "telemetry-values";

  /** Queue of heartbeats of publishers, which nobody wants when they are a minute old. */
  public static final String WORKERS = "workers";

  /** Queue of requests of OPC UA applications for certificates, which edges pass on. */
  public static final String VAULT_REQUESTS = "vault-requests";

  /** Queue of steps of the vault that were given up, with the reason. */
  public static final String VAULT_FAILED = "vault-failed";

  /** Topic of the vault's events: who did what with requests, certificates, groups and trust. */
  public static final String VAULT_EVENTS = "vault-events";

  /** Topic of what changed in the registry; each replica has a subscription of its own. */
  public static final String REGISTRY_EVENTS = "registry-events";

  /** Schema of the event of a discovered server, in any of the properties that name a schema. */
  public static final String DISCOVERY_EVENT_SCHEMA = "application/x-discovery-event-v2-json";

  /** Schema of messages about the progress of discovery. */
  public static final String DISCOVERY_PROGRESS_SCHEMA = "application/x-discovery-message-v2-json";

  /** Schema of a heartbeat of a publisher. */
  public static final String HEARTBEAT_SCHEMA = "application/x-worker-heartbeat-v1-json";

  /** Schema of a request of an OPC UA application for a certificate. */
  public static final String VAULT_REQUEST_SCHEMA = "application/x-vault-request-v1-json";

  static final BusEntities ENTITIES =
      BusEntities.NONE
          .with(QueueSettings.named(ONBOARDING))
          .with(
              QueueSettings.named(TWIN_EVENTS)
                  .withTimeToLive(Optional.of(Duration.ofDays(1)))
                  .withDeadLetterExpired(false))
          .with(QueueSettings.named(TELEMETRY_FAILED))
          .with(QueueSettings.named(VAULT_REQUESTS))
          .with(
              QueueSettings.named(WORKERS)
                  .withTimeToLive(Optional.of(Duration.ofMinutes(1)))
                  .withDeadLetterExpired(false))
          .with(QueueSettings.named(VAULT_FAILED))
          .with(TopicSettings.named(VAULT_EVENTS).withOnDemand(Optional.of(Duration.ofMinutes(5))))
          .with(
              TopicSettings.named(REGISTRY_EVENTS)
                  .withOnDemand(Optional.of(Duration.ofMinutes(5))));

  static final RoutingSettings ROUTING =
      new RoutingSettings(
          List.of(
              new HubRoute("discovery", RouteSource.DEVICE_MESSAGES, isDiscovery(), ONBOARDING),
              new HubRoute("workers", RouteSource.DEVICE_MESSAGES, is(HEARTBEAT_SCHEMA), WORKERS),
              new HubRoute(
                  "vault", RouteSource.DEVICE_MESSAGES, is(VAULT_REQUEST_SCHEMA), VAULT_REQUESTS),
              // So that readers of telemetry see everything, discovery too, but for what edge and
              // cloud tell each other about jobs and certificates.
              new HubRoute(
                  "monitor", RouteSource.DEVICE_MESSAGES, isTelemetry(), HubRoute.BUILT_IN),
              new HubRoute("twins", RouteSource.TWIN_CHANGE_EVENTS, "true", TWIN_EVENTS),
              new HubRoute("lifecycle", RouteSource.DEVICE_LIFECYCLE_EVENTS, "true", TWIN_EVENTS),
              new HubRoute(
                  "connections", RouteSource.DEVICE_CONNECTION_STATE_EVENTS, "true", TWIN_EVENTS)),
          true);

  private PlatformEntities() {}

  private static String is(String schema) {
    return "iothub-message-schema = '" + schema + "'";
  }

  // A comparison with a property that is not there is neither true nor false, nor is its negation.
  private static String isTelemetry() {
    return "NOT IS_DEFINED(iothub-message-schema)"
        + " OR (iothub-message-schema <> '%s' AND iothub-message-schema <> '%s')"
            .formatted(HEARTBEAT_SCHEMA, VAULT_REQUEST_SCHEMA);
  }

  // 2.8 names the schema in $$ContentType, 2.9 in $$MessageSchema, both may in the third.
  // Conditions of
  // routes have no IN.
  private static String isDiscovery() {
    return Stream.of("$$ContentType", "$$MessageSchema", "iothub-message-schema")
        .flatMap(
            property ->
                Stream.of(DISCOVERY_EVENT_SCHEMA, DISCOVERY_PROGRESS_SCHEMA)
                    .map(schema -> "%s = '%s'".formatted(property, schema)))
        .collect(Collectors.joining(" OR "));
  }
}
