package org.bactrian.edge;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
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

/** Beans of discovery and of the module, bound to the CamelContext of their routes. */
final class EdgeModuleBeans implements AutoCloseable {

  private final Site site;
  private final boolean hasHub;
  private final Discoverer discoverer;
  private final EndpointActivations activations = new EndpointActivations();
  private final EndpointStateReporter watch;
  private final ModuleOperations operations;
  private final JobAgent agent;
  private final boolean orchestrated;
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
    EdgeTwin twin = new EdgeTwin(capabilities.ofModule(), version(), site, parts);
    beans(discoverer, activations, watch, twin, operations, agent, limit -> limit.in(context))
        .forEach(context.getRegistry()::bind);
  }

  /** Beans of the same names and types that belong to no edge. */
  static Map<String, Object> idleBeans() {
    ModuleId nobody = new ModuleId("none", "");
    Site nowhere = new Site("");
    EndpointActivations none = new EndpointActivations();
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
              throw new IllegalStateException("No edge is running");
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

  private static String version() {
    return Optional.ofNullable(EdgeModuleBeans.class.getPackage().getImplementationVersion())
        .orElse("1.0.0");
  }

  @Override
  public void close() {
    watch.close();
    discoverer.close();
  }
}
