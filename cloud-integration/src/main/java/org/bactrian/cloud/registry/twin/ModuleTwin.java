package org.bactrian.cloud.registry.twin;

import static org.bactrian.cloud.registry.twin.TwinValues.constant;
import static org.bactrian.cloud.registry.twin.TwinValues.duration;
import static org.bactrian.cloud.registry.twin.TwinValues.filled;
import static org.bactrian.cloud.registry.twin.TwinValues.integer;
import static org.bactrian.cloud.registry.twin.TwinValues.map;
import static org.bactrian.cloud.registry.twin.TwinValues.text;
import static org.bactrian.cloud.registry.twin.TwinValues.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.registry.contract.PublisherConfig;
import org.bactrian.cloud.registry.contract.RegisteredDiscoverer;
import org.bactrian.cloud.registry.contract.RegisteredDiscovererBuilder;
import org.bactrian.cloud.registry.contract.RegisteredPublisher;
import org.bactrian.cloud.registry.contract.RegisteredSupervisor;
import org.bactrian.cloud.registry.contract.TraceLogLevel;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryConfigBuilder;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.EndpointActivationFilter;
import org.bactrian.model.registry.ModuleCapability;
import org.bactrian.model.registry.ServerSecurityMode;
import org.jspecify.annotations.Nullable;

/** Modules of edge devices, each read as what it is asked for: one module may be several. */
public final class ModuleTwin {

  private static final List<String> SHARED = List.of("LogLevel", ModuleCapability.SITE);
  private static final List<String> DISCOVERY =
      List.of(
          "Discovery",
          "AddressRangesToScan",
          "NetworkProbeTimeout",
          "MaxNetworkProbes",
          "PortRangesToScan",
          "PortProbeTimeout",
          "MaxPortProbes",
          "MinPortProbesPercent",
          "IdleTimeBetweenScans",
          "DiscoveryUrls",
          "Locales");
  private static final List<String> PUBLISHING =
      List.of(
          "Capabilities",
          "JobOrchestratorUrl",
          "JobCheckInterval",
          "MaxWorkers",
          "HeartbeatInterval");

  private ModuleTwin() {}

  /** Returns whether a module can do something. */
  public static boolean is(Twin twin, ModuleCapability capability) {
    return twin.id().isModule()
        && ModuleCapability.of(twin.tags(), twin.reported()).contains(capability);
  }

  /** Reads a supervisor; empty when the module is none. */
  public static Optional<RegisteredSupervisor> supervisor(Twin twin, boolean onlyServerState) {
    if (!is(twin, ModuleCapability.supervisor)) {
      return Optional.empty();
    }
    JsonNode properties = properties(twin, onlyServerState);
    return Optional.of(
        new RegisteredSupervisor(
            twin.id().toString(),
            site(twin, properties),
            level(twin, properties),
            outOfSync(twin, List.of()),
            connected(twin),
            version(twin)));
  }

  /** Reads a publisher; empty when the module is none. */
  public static Optional<RegisteredPublisher> publisher(Twin twin, boolean onlyServerState) {
    if (!is(twin, ModuleCapability.publisher)) {
      return Optional.empty();
    }
    JsonNode properties = properties(twin, onlyServerState);
    PublisherConfig config =
        new PublisherConfig(
            map(properties, "Capabilities"),
            duration(properties, "JobCheckInterval"),
            duration(properties, "HeartbeatInterval"),
            integer(properties, "MaxWorkers"),
            filled(properties, "JobOrchestratorUrl"));
    return Optional.of(
        new RegisteredPublisher(
            twin.id().toString(),
            site(twin, properties),
            level(twin, properties),
            config.equals(PublisherConfig.NONE) ? null : config,
            outOfSync(twin, PUBLISHING),
            connected(twin),
            version(twin)));
  }

  /** Reads a discoverer; empty when the module is none. */
  public static Optional<RegisteredDiscoverer> discoverer(Twin twin) {
    if (!is(twin, ModuleCapability.discoverer)) {
      return Optional.empty();
    }
    JsonNode properties = twin.consolidated();
    return Optional.of(
        RegisteredDiscovererBuilder.builder()
            .id(twin.id().toString())
            .siteId(site(twin, properties))
            .discovery(mode(properties))
            .discoveryConfig(config(twin.tags(), properties))
            .requestedMode(mode(twin.desired()))
            .requestedConfig(config(twin.tags(), twin.desired()))
            .logLevel(level(twin, properties))
            .outOfSync(outOfSync(twin, DISCOVERY))
            .connected(connected(twin))
            .version(version(twin))
            .build());
  }

  private static @Nullable DiscoveryMode mode(JsonNode properties) {
    DiscoveryMode mode = constant(properties, "Discovery", DiscoveryMode.class);
    return mode == DiscoveryMode.Off ? null : mode;
  }

  private static @Nullable DiscoveryConfig config(JsonNode tags, JsonNode properties) {
    DiscoveryConfig config =
        DiscoveryConfigBuilder.builder()
            .addressRangesToScan(filled(properties, "AddressRangesToScan"))
            .networkProbeTimeout(duration(properties, "NetworkProbeTimeout"))
            .maxNetworkProbes(integer(properties, "MaxNetworkProbes"))
            .portRangesToScan(filled(properties, "PortRangesToScan"))
            .portProbeTimeout(duration(properties, "PortProbeTimeout"))
            .maxPortProbes(integer(properties, "MaxPortProbes"))
            .minPortProbesPercent(integer(properties, "MinPortProbesPercent"))
            .idleTimeBetweenScans(duration(properties, "IdleTimeBetweenScans"))
            .discoveryUrls(texts(properties, "DiscoveryUrls"))
            .locales(texts(properties, "Locales"))
            .activationFilter(filter(tags))
            .build();
    return config.equals(DiscoveryConfig.NONE) ? null : config;
  }

  private static @Nullable EndpointActivationFilter filter(JsonNode tags) {
    EndpointActivationFilter filter =
        new EndpointActivationFilter(
            texts(tags, "TrustListsFilter"),
            texts(tags, "SecurityPoliciesFilter"),
            constant(tags, "SecurityModeFilter", ServerSecurityMode.class));
    return filter.filtersNothing() ? null : filter;
  }

  private static JsonNode properties(Twin twin, boolean onlyServerState) {
    return onlyServerState ? twin.desired() : twin.consolidated();
  }

  private static @Nullable String site(Twin twin, JsonNode properties) {
    String site = filled(properties, ModuleCapability.SITE);
    return site == null ? filled(twin.reported(), ModuleCapability.SITE) : site;
  }

  private static @Nullable TraceLogLevel level(Twin twin, JsonNode properties) {
    TraceLogLevel level = constant(properties, "LogLevel", TraceLogLevel.class);
    return level == null ? constant(twin.reported(), "LogLevel", TraceLogLevel.class) : level;
  }

  private static @Nullable String version(Twin twin) {
    return filled(twin.reported(), ModuleCapability.VERSION);
  }

  private static @Nullable Boolean connected(Twin twin) {
    return twin.connected() ? Boolean.TRUE : null;
  }

  /** Compares only what the cloud asks for and the module reports. */
  private static @Nullable Boolean outOfSync(Twin twin, List<String> own) {
    boolean differs =
        SHARED.stream().anyMatch(name -> differs(twin, name))
            || own.stream().anyMatch(name -> differs(twin, name));
    return twin.connected() && differs ? Boolean.TRUE : null;
  }

  private static boolean differs(Twin twin, String name) {
    JsonNode desired = twin.desired().path(name);
    JsonNode reported = twin.reported().path(name);
    boolean either = desired.isMissingNode() || reported.isMissingNode();
    if (either || desired.equals(reported)) {
      return false;
    }
    return !(desired.isValueNode() && desired.asText().equals(text(twin.reported(), name)));
  }
}
