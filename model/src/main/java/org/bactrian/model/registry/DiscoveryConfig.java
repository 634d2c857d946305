package org.bactrian.model.registry;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Address ranges, ports and limits of a discoverer's scan.
 *
 * @param addressRangesToScan ranges of addresses, as CIDR or from-to, separated by commas
 * @param networkProbeTimeout how long to wait for a host
 * @param maxNetworkProbes hosts to probe at once
 * @param portRangesToScan ports and ranges of ports, separated by commas
 * @param portProbeTimeout how long to wait for a port
 * @param maxPortProbes ports to probe at once
 * @param minPortProbesPercent least share of the probes to keep while the network is slow, 1 to 100
 * @param idleTimeBetweenScans pause between two scans
 * @param discoveryUrls servers to ask besides, or only these when scanning is off
 * @param locales languages to ask names in
 * @param activationFilter which endpoints become active at once
 */
@RecordBuilder
public record DiscoveryConfig(
    @Nullable String addressRangesToScan,
    @Nullable Duration networkProbeTimeout,
    @Nullable Integer maxNetworkProbes,
    @Nullable String portRangesToScan,
    @Nullable Duration portProbeTimeout,
    @Nullable Integer maxPortProbes,
    @Nullable Integer minPortProbesPercent,
    @Nullable Duration idleTimeBetweenScans,
    @Nullable List<String> discoveryUrls,
    @Nullable List<String> locales,
    @Nullable EndpointActivationFilter activationFilter)
    implements DiscoveryConfigBuilder.With {

  public DiscoveryConfig {
    discoveryUrls = discoveryUrls == null ? null : List.copyOf(discoveryUrls);
    locales = locales == null ? null : List.copyOf(locales);
  }

  /** Nothing set: the discoverer's own defaults. */
  public static final DiscoveryConfig NONE = DiscoveryConfigBuilder.builder().build();

  /** One that only asks certain servers. */
  public static DiscoveryConfig ofUrls(
      List<String> urls, @Nullable EndpointActivationFilter filter) {
    return NONE.withDiscoveryUrls(urls).withActivationFilter(filter);
  }
}
