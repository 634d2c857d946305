package org.bactrian.cloud.onboarding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bactrian.model.discovery.AddressRanges;
import org.bactrian.model.discovery.DiscoveryResult;
import org.bactrian.model.discovery.PortRanges;
import org.bactrian.model.registry.DiscoveryConfig;

/**
 * Scope of a discovery run, from its last message: in these ranges, and at these URLs. What lies
 * elsewhere may be there although the run has not seen it.
 *
 * @param addresses ranges of IPv4 addresses
 * @param ports ranges of ports
 * @param asked {@code host:port} of the servers that were asked whatever the ranges
 */
record ScanScope(AddressRanges addresses, PortRanges ports, Set<String> asked) {

  ScanScope {
    asked = Set.copyOf(asked);
  }

  /** Scope in which a run looked; empty when it does not say, or not in a way that is known. */
  static Optional<ScanScope> of(DiscoveryResult result) {
    DiscoveryConfig config = result.discoveryConfig();
    if (config == null || config.addressRangesToScan() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ScanScope(
              AddressRanges.parse(config.addressRangesToScan()),
              config.portRangesToScan() == null
                  ? PortRanges.ALL
                  : PortRanges.parse(config.portRangesToScan()),
              urls(config)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same for the same ranges and URLs; empty when the run does not say. */
  static Optional<String> key(DiscoveryResult result) {
    return of(result).map(ScanScope::hash);
  }

  private String hash() {
    String text = addresses + "|" + ports + "|" + new TreeSet<>(asked);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  /**
   * Returns whether the run would have seen something that was there: it asked it by one of its
   * names, or it looked at each place where that was met before.
   */
  boolean covers(EndpointAddresses what) {
    return what.names().stream().anyMatch(asked::contains)
        || !what.places().isEmpty() && what.places().stream().allMatch(this::covers);
  }

  private boolean covers(String text) {
    if (asked.contains(text)) {
      return true;
    }
    return HostPort.parse(text)
        .filter(place -> ports.contains(place.port()))
        .flatMap(HostPort::address)
        .filter(addresses::contains)
        .isPresent();
  }

  private static Set<String> urls(DiscoveryConfig config) {
    return config.discoveryUrls() == null
        ? Set.of()
        : config.discoveryUrls().stream()
            .flatMap(url -> HostPort.parse(url).stream())
            .map(HostPort::toString)
            .collect(Collectors.toSet());
  }
}
