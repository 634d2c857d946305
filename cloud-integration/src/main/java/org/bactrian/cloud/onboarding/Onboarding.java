package org.bactrian.cloud.onboarding;

import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Headers;
import org.bactrian.cloud.registry.ApplicationTwins;
import org.bactrian.cloud.registry.Applications;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.Endpoints;
import org.bactrian.cloud.registry.Gateways;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.storage.Database;
import org.bactrian.model.discovery.DiscoveryEvent;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code onboarding}: takes messages of discoverers into the registry. Safe for use by
 * many threads and, over one database, by many replicas.
 */
public final class Onboarding {

  /** Media type of events; in 2.8 the property {@code $$ContentType}. */
  public static final String EVENT_SCHEMA = "application/x-discovery-event-v2-json";

  /** Media type of the progress of a run. */
  public static final String PROGRESS_SCHEMA = "application/x-discovery-message-v2-json";

  private static final Logger LOG = LoggerFactory.getLogger(Onboarding.class);

  private static final String[] DEVICE = {"iothub-connection-device-id", "$$DeviceId"};
  private static final String[] MODULE = {"iothub-connection-module-id", "$$ModuleId"};
  private static final String[] SCHEMA = {
    "$$ContentType", "$$MessageSchema", "iothub-message-schema"
  };
  private static final Duration LEFT_BEHIND = Duration.ofMinutes(1);
  // Service Bus keeps messages for 14 days, so none comes again after that.
  private static final Duration KEPT = Duration.ofDays(15);

  private final DiscoveryRuns runs;
  private final RunApplication application;
  private final OnboardingMetrics metrics = new OnboardingMetrics();
  private final InstantSource clock;

  /** Runs that a thread of this replica applies; what two replicas do at once is the same. */
  private final Set<RunKey> underWay = ConcurrentHashMap.newKeySet();

  public Onboarding(
      Database database,
      HubRegistry hub,
      Applications applications,
      Endpoints endpoints,
      Gateways gateways,
      InstantSource clock) {
    this.clock = clock;
    LastSeenStore sightings = new LastSeenStore(database);
    this.runs = new DiscoveryRuns(database, sightings, clock);
    this.application =
        new RunApplication(
            sightings,
            new ApplicationTwins(hub),
            applications,
            endpoints,
            new EndpointApplication(
                sightings, new PendingActivations(database), new EndpointTwins(hub), endpoints),
            gateways,
            clock);
  }

  /** Returns whether a message tells of the progress of a run, which is not for the registry. */
  public boolean isProgress(@Headers Map<String, Object> properties) {
    return property(properties, SCHEMA).orElse("").equalsIgnoreCase(PROGRESS_SCHEMA);
  }

  /**
   * Takes a message. When it returns, the message may be forgotten.
   *
   * @param body JSON of an event, in the form of 2.8 or 2.9
   * @param properties properties of the message, with those that IoT Hub adds
   * @throws PoisonEventException when no retry mends it
   * @throws org.bactrian.model.fault.OperationException when IoT Hub or the database do not answer
   */
  public void take(@Body byte[] body, @Headers Map<String, Object> properties) {
    try {
      apply(body, properties);
      metrics.taken(properties, clock.millis());
    } catch (PoisonEventException e) {
      metrics.refused();
      throw e;
    }
  }

  /** The figures of this replica. */
  MeterBinder metrics() {
    return metrics;
  }

  private void apply(byte[] body, Map<String, Object> properties) {
    String schema = property(properties, SCHEMA).orElse("");
    if (!schema.equalsIgnoreCase(EVENT_SCHEMA)) {
      throw new PoisonEventException(
          schema.isEmpty()
              ? "The message does not say what it is: it has no property " + SCHEMA[0] + "."
              : "The message is no discovery event, it is " + schema + ".");
    }
    String device =
        property(properties, DEVICE)
            .orElseThrow(
                () ->
                    new PoisonEventException(
                        "The message does not say whose it is: it has no property "
                            + DEVICE[0]
                            + "."));
    String discovererId = new ModuleId(device, property(properties, MODULE).orElse("")).toString();
    runs.take(discovererId, event(body)).ifPresent(this::apply);
  }

  /**
   * Applies runs that a replica left behind, and what came of runs that lack messages; forgets old
   * ones. Called at intervals by every replica.
   *
   * @param patienceMillis time without a message of an incomplete run after which the rest of it is
   *     not awaited. What it has seen is registered then; it disables nothing, and should the rest
   *     come later, the run counts as a whole after all.
   */
  public void tidy(long patienceMillis) {
    Duration patience = Duration.ofMillis(patienceMillis);
    runs.left(LEFT_BEHIND).forEach(key -> attempt(key, () -> apply(key)));
    runs.stalled(patience).forEach(key -> attempt(key, () -> applyPart(key, patience)));
    runs.forget(KEPT);
  }

  /** Applies one run; a failure does not keep the others from being applied. */
  private static void attempt(RunKey key, Runnable application) {
    try {
      application.run();
    } catch (OperationException | PoisonEventException e) {
      LOG.warn(
          "The discovery of {} at {} could not be taken into the registry now: {}",
          key.discovererId(),
          key.time(),
          e.getMessage());
    }
  }

  private void applyPart(RunKey key, Duration patience) {
    Optional<PartialRun> part = runs.part(key, patience);
    if (part.isEmpty()) {
      return;
    }
    LOG.warn(
        "The discovery of {} at {} is incomplete: {}. What came is registered, and nothing is"
            + " disabled for it. Discover again to have the whole.",
        key.discovererId(),
        key.time(),
        part.get().lack());
    application.apply(part.get().run());
    runs.applied(part.get());
  }

  /**
   * Applies a run unless another thread is about to. A message that comes meanwhile finds the run
   * complete and not applied, and may go: the one whose thread applies the run stays until that is
   * done.
   */
  private void apply(RunKey key) {
    if (!underWay.add(key)) {
      return;
    }
    try {
      runs.unapplied(key)
          .ifPresent(
              run -> {
                application.apply(run);
                runs.applied(key);
              });
    } finally {
      underWay.remove(key);
    }
  }

  private static Optional<String> property(Map<String, Object> properties, String[] names) {
    for (String name : names) {
      Object value = properties.get(name);
      if (value != null && !value.toString().isBlank()) {
        return Optional.of(value.toString());
      }
    }
    return Optional.empty();
  }

  private static DiscoveryEvent event(byte[] body) {
    DiscoveryEvent event;
    try {
      event = RegistryJson.read(body, DiscoveryEvent.class);
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BAD_REQUEST);
      throw new PoisonEventException("The body is no discovery event: " + e.getMessage());
    }
    require(event.timeStamp() != null, "TimeStamp");
    require(event.index() != null && event.index() >= 0, "Index");
    EndpointRegistration registration = event.registration();
    if (registration != null) {
      require(registration.endpoint().url() != null, "Registration.Endpoint.Url");
      ApplicationInfo application = event.application();
      require(application != null, "Application");
      String uri = application == null ? null : application.applicationUri();
      require(uri != null && !uri.isEmpty(), "Application.ApplicationUri");
    }
    return event;
  }

  private static void require(boolean there, String member) {
    if (!there) {
      throw new PoisonEventException("The event has no " + member + ", or a wrong one.");
    }
  }
}
