package org.bactrian.edge.discovery;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.bactrian.model.discovery.AddressRanges;
import org.bactrian.model.discovery.DiscoveryStart;
import org.bactrian.model.discovery.PortRanges;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.opcua.discovery.DiscoverySettings;
import org.bactrian.opcua.discovery.DiscoveryUrl;
import org.bactrian.opcua.discovery.HostNetworks;
import org.bactrian.opcua.discovery.ScanRanges;
import org.bactrian.opcua.discovery.ScanTimeoutSettings;
import org.jspecify.annotations.Nullable;

/**
 * Plan of a discovery run.
 *
 * @param request the request with everything filled in that it left open, as it is reported
 * @param urls servers that are asked whatever the scan finds
 * @param ranges where is scanned
 * @param scan how is scanned
 * @param servers how servers are asked
 * @param idle time until a recurring run begins again
 */
record DiscoveryPlan(
    DiscoveryStart request,
    List<DiscoveryUrl> urls,
    ScanRanges ranges,
    ScanTimeoutSettings scan,
    DiscoverySettings servers,
    Duration idle) {

  static final Duration DEFAULT_IDLE = Duration.ofHours(6);

  DiscoveryPlan {
    urls = List.copyOf(urls);
  }

  boolean scans() {
    return request.discovery() != DiscoveryMode.Off;
  }

  /**
   * Makes sense of a request.
   *
   * @throws OperationException of kind BAD_REQUEST when it cannot be meant; nothing is looked at
   *     instead
   */
  static DiscoveryPlan of(DiscoveryStart request, HostNetworks networks) {
    DiscoveryMode mode = request.discovery() == null ? DiscoveryMode.Off : request.discovery();
    DiscoveryConfig asked =
        request.configuration() == null ? DiscoveryConfig.NONE : request.configuration();
    try {
      ScanRanges ranges =
          ScanRanges.of(
              mode,
              given(
                  asked.addressRangesToScan(),
                  text -> AddressRanges.parse(text, networks::around),
                  AddressRanges.NONE),
              given(asked.portRangesToScan(), PortRanges::parse, PortRanges.NONE),
              networks);
      List<DiscoveryUrl> urls =
          asked.discoveryUrls() == null
              ? List.of()
              : asked.discoveryUrls().stream().map(DiscoveryUrl::parse).toList();
      ScanTimeoutSettings scan = scan(asked);
      Duration idle = or(asked.idleTimeBetweenScans(), DEFAULT_IDLE);
      DiscoveryConfig used =
          mode == DiscoveryMode.Off ? targeted(asked) : scanning(asked, ranges, scan, idle);
      return new DiscoveryPlan(
          new DiscoveryStart(request.id(), mode, used, request.context()),
          urls,
          ranges,
          scan,
          asked.locales() == null
              ? DiscoverySettings.DEFAULT
              : DiscoverySettings.DEFAULT.withLocales(asked.locales()),
          idle);
    } catch (IllegalArgumentException e) {
      throw new OperationException(FaultKind.BAD_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  private static <T> T given(@Nullable String text, Function<String, T> parser, T otherwise) {
    return text == null || text.isBlank() ? otherwise : parser.apply(text);
  }

  private static ScanTimeoutSettings scan(DiscoveryConfig asked) {
    ScanTimeoutSettings usual = ScanTimeoutSettings.DEFAULT;
    return new ScanTimeoutSettings(
        or(asked.networkProbeTimeout(), usual.networkProbeTimeout()),
        or(asked.maxNetworkProbes(), usual.maxNetworkProbes()),
        or(asked.portProbeTimeout(), usual.portProbeTimeout()),
        or(asked.maxPortProbes(), usual.maxPortProbes()),
        or(asked.minPortProbesPercent(), usual.minPortProbesPercent()));
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  /** Without a scan its settings have no meaning. */
  private static DiscoveryConfig targeted(DiscoveryConfig asked) {
    return DiscoveryConfig.NONE
        .with()
        .discoveryUrls(asked.discoveryUrls())
        .locales(asked.locales())
        .activationFilter(asked.activationFilter())
        .build();
  }

  private static DiscoveryConfig scanning(
      DiscoveryConfig asked, ScanRanges ranges, ScanTimeoutSettings scan, Duration idle) {
    return asked
        .with()
        .addressRangesToScan(ranges.addresses().toString())
        .networkProbeTimeout(scan.networkProbeTimeout())
        .portRangesToScan(ranges.ports().toString())
        .portProbeTimeout(scan.portProbeTimeout())
        .idleTimeBetweenScans(idle)
        .build();
  }
}
