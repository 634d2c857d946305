package org.bactrian.edge;

import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.camel.CamelContext;
import org.bactrian.edge.discovery.Discoverer;
import org.bactrian.edge.discovery.DiscoveryComponent;
import org.bactrian.edge.discovery.DiscoveryOperations;
import org.bactrian.edge.discovery.DiscoveryProperties;
import org.bactrian.edge.discovery.DiscoveryTwin;
import org.bactrian.edge.gds.VaultMessages;
import org.bactrian.edge.gds.server.GlobalDiscovery;
import org.bactrian.edge.module.EdgeTwin;
import org.bactrian.edge.module.EndpointActivations;
import org.bactrian.edge.module.ModuleMethodDispatcher;
import org.bactrian.edge.module.ModuleOperations;
import org.bactrian.edge.module.Site;
import org.bactrian.edge.module.TwinPart;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.HubCredential;
import org.bactrian.edge.orchestration.JobAgent;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.edge.twin.EndpointStateReporter;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.opcua.discovery.HostNetworks;
import org.bactrian.opcua.session.OnDemandSessionPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Beans of discovery and of the module, bound to the CamelContext of their routes. */
final class EdgeModuleBeans implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeModuleBeans.class);
  private static final String VAULT_MESSAGES = "vaultMessages";
  private static final Duration VAULT_RETRY = Duration.ofSeconds(30);

  private final Site site;
  private final boolean hasHub;
  private final Discoverer discoverer;
  private final EndpointActivations activations = new EndpointActivations();
  private final EndpointStateReporter watch;
  private final ModuleOperations operations;
  private final JobAgent agent;
  private final boolean orchestrated;
  private final Optional<GlobalDiscovery> gds;
  private final CamelContext context;

  /**
   * @param context where the beans are to be bound, for its limits
   */
  EdgeModuleBeans(
      CamelContext context,
      EdgeOptions options,
      ModuleId identity,
      OnDemandSessionPool sessions,
      Outboxes outboxes) {
    this.context = context;
    this.site = new Site(options.messages().siteId());
    this.hasHub = !(options.transport().hub() instanceof HubCredential.None);
    this.discoverer =
        new Discoverer(
            identity,
            site,
            () -> HostNetworks.ofThisHost(System.getenv()),
            InstantSource.system(),
            outboxes,
            AdmissionLimit.DISCOVERIES.in(context));
    this.watch =
        new EndpointStateReporter(() -> sessions, AdmissionLimit.WATCHED_ENDPOINTS.in(context));
    this.operations = new ModuleOperations(identity, site, activations, sessions::resetOwn);
    this.agent =
        new JobAgent(
            identity,
            site,
            options.jobDefaults(identity.toString()),
            System.currentTimeMillis(),
            System::nanoTime);
    this.orchestrated = options.isOrchestrated();
    this.gds = options.gds().enabled() ? Optional.of(gds(options)) : Optional.empty();
  }

  private GlobalDiscovery gds(EdgeOptions options) {
    return GlobalDiscovery.in(
        options.role().data(),
        options.gds(),
        () -> site.name().orElse(""),
        Duration.ofMillis(
            context
                .getPropertiesComponent()
                .resolveProperty("bactrian.gds.retry")
                .map(Long::parseLong)
                .orElse(VAULT_RETRY.toMillis())),
        limit -> limit.in(context),
        InstantSource.system());
  }

  /** Binds the beans; {@code http} reports beside what the capabilities do. */
  void bind(EdgeCapabilities capabilities, TwinPart http) {
    context
        .getPropertiesComponent()
        .addOverrideProperty("bactrian.module.enabled", Boolean.toString(hasHub));
    List<TwinPart> parts = new ArrayList<>(List.of(http));
    if (capabilities.discovery()) {
      context.addComponent(
          "opcua-discovery", new DiscoveryComponent(discoverer, hasHub ? "iothub" : "log"));
      parts.add(discovery());
    }
    if (capabilities.twin()) {
      parts.add(activations);
      parts.add(watch);
    }
    boolean withJobs = orchestrated && capabilities.publisher();
    context
        .getPropertiesComponent()
        .addOverrideProperty("bactrian.orchestration.enabled", Boolean.toString(withJobs));
    if (withJobs) {
      parts.add(agent);
    }
    context
        .getPropertiesComponent()
        .addOverrideProperty("bactrian.gds.enabled", Boolean.toString(gds.isPresent() && hasHub));
    EdgeTwin twin = new EdgeTwin(capabilities.ofModule(), version(), site, parts);
    beans(discoverer, activations, watch, twin, operations, agent, limit -> limit.in(context))
        .forEach(context.getRegistry()::bind);
    gds.ifPresent(server -> context.getRegistry().bind(VAULT_MESSAGES, server.messages()));
  }

  /** Beans of the same names and types that belong to no edge. */
  static Map<String, Object> idleBeans() {
    ModuleId nobody = new ModuleId("none", "");
    Site nowhere = new Site("");
    EndpointActivations none = new EndpointActivations();
    Map<String, Object> idle = new HashMap<>();
    idle.put(
        VAULT_MESSAGES,
        new VaultMessages(
            () -> {
              throw noEdge();
            },
            () -> {
              throw noEdge();
            }));
    idle.putAll(idleBeans(nobody, nowhere, none));
    return idle;
  }

  private static IllegalStateException noEdge() {
    return new IllegalStateException("No edge is running");
  }

  private static Map<String, Object> idleBeans(
      ModuleId nobody, Site nowhere, EndpointActivations none) {
    return beans(
        new Discoverer(
            nobody,
            nowhere,
            () -> HostNetworks.NONE,
            InstantSource.system(),
            Outboxes.inMemory(Path.of(".bactrian")),
            1),
        none,
        new EndpointStateReporter(
            () -> {
              throw noEdge();
            },
            1),
        new EdgeTwin(Set.of(), version(), nowhere, List.of()),
        new ModuleOperations(nobody, nowhere, none, () -> {}),
        new JobAgent(nobody, nowhere, PublishingDefaults.compatible("none"), 1, System::nanoTime),
        AdmissionLimit::usual);
  }

  private static Map<String, Object> beans(
      Discoverer discoverer,
      EndpointActivations activations,
      EndpointStateReporter watch,
      EdgeTwin twin,
      ModuleOperations operations,
      JobAgent agent,
      ToIntFunction<AdmissionLimit> limits) {
    return Map.of(
        "discoverer",
        discoverer,
        "discovery",
        new DiscoveryOperations(discoverer),
        "edgeTwin",
        twin,
        "endpointActivations",
        activations,
        "endpointWatch",
        watch,
        "jobAgent",
        agent,
        "moduleMethods",
        new ModuleMethodDispatcher(limits),
        "moduleOperations",
        operations);
  }

  /** Metrics of the beans. */
  List<MeterBinder> metrics() {
    return List.of(discoverer.metrics());
  }

  /** The workers of a publisher that gets its jobs from the cloud, if this one does. */
  Optional<JobAgent> jobAgent() {
    return orchestrated ? Optional.of(agent) : Optional.empty();
  }

  /** Begins by the edge's own configuration where no twin says otherwise. */
  private DiscoveryTwin discovery() {
    DiscoveryProperties own =
        new DiscoveryProperties(context.getPropertiesComponent()::resolveProperty);
    DiscoveryTwin twin = new DiscoveryTwin(discoverer, own.mode(), own.config());
    if (!hasHub) {
      twin.start();
    }
    return twin;
  }

  static String version() {
    return Optional.ofNullable(EdgeModuleBeans.class.getPackage().getImplementationVersion())
        .orElse("1.0.0");
  }

  /**
   * Starts the Global Discovery Server, if there is to be one.
   *
   * @throws UncheckedIOException when its port is taken or its folder cannot be used
   */
  void open() {
    gds.ifPresent(GlobalDiscovery::open);
    if (gds.isPresent() && !hasHub) {
      LOG.warn(
          "There is no IoT Hub, so requests for certificates wait. Name one by --ec, or leave"
              + " --gds-port out.");
    }
  }

  @Override
  public void close() {
    gds.ifPresent(GlobalDiscovery::close);
    watch.close();
    discoverer.close();
  }
}
