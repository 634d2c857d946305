package org.bactrian.cloud.onboarding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.model.discovery.DiscoveryResult;
import org.bactrian.model.registry.DiscoveryConfig;

/**
 * Scope of a discovery run, from its last message: in these ranges, and at these URLs. What lies
 * elsewhere may be there although the run has not seen it.
 *
 * @param addresses ranges of IPv4 addresses
 * @param ports ranges of ports
 * @param asked {@code host:port} of the servers that were asked whatever the ranges
 */
record ScanScope(List<Range> addresses, List<Range> ports, Set<String> asked) {

  private static final int BITS = 32;
  private static final long HIGHEST_PORT = 65_535;
  private static final Range ALL_PORTS = new Range(1, HIGHEST_PORT);

  /**
   * Numbers that follow each other.
   *
   * @param first lowest
   * @param last highest
   */
  record Range(long first, long last) {

    boolean contains(long number) {
      return number >= first && number <= last;
    }
  }

  ScanScope {
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
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
              parts(config.addressRangesToScan()).stream().map(ScanScope::addresses).toList(),
              config.portRangesToScan() == null
                  ? List.of(ALL_PORTS)
                  : parts(config.portRangesToScan()).stream().map(ScanScope::ports).toList(),
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
    Optional<HostPort> place = HostPort.parse(text);
    OptionalLong address = place.map(HostPort::address).orElse(OptionalLong.empty());
    return address.isPresent()
        && addresses.stream().anyMatch(range -> range.contains(address.getAsLong()))
        && ports.stream().anyMatch(range -> range.contains(place.get().port()));
  }

  private static Set<String> urls(DiscoveryConfig config) {
    return config.discoveryUrls() == null
        ? Set.of()
        : config.discoveryUrls().stream()
            .flatMap(url -> HostPort.parse(url).stream())
            .map(HostPort::toString)
            .collect(Collectors.toSet());
  }

  private static List<String> parts(String text) {
    // Names of network cards stand behind their ranges.
    return Stream.of(text.replaceAll("\\[[^\\]]*\\]", "").split("[;,]"))
        .map(part -> part.strip().toLowerCase(Locale.ROOT))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** {@code 10.0.0.0/24}, {@code 10.0.0.5-10.0.0.9} or {@code 10.0.0.7}. */
  private static Range addresses(String part) {
    int slash = part.indexOf('/');
    if (slash >= 0) {
      long mask = -1L << BITS - number(part.substring(slash + 1), BITS);
      long first = address(part.substring(0, slash)) & mask;
      return new Range(first, first | ~mask);
    }
    String[] ends = part.split("-", -1);
    return new Range(address(ends[0]), address(ends[ends.length - 1]));
  }

  private static long address(String text) {
    String plain = text.strip();
    return HostPort.address(plain.equals("localhost") ? "127.0.0.1" : plain)
        .orElseThrow(() -> new IllegalArgumentException(text));
  }

  /** {@code 4840}, {@code 48000-48100}, {@code 49152-*} or {@code *}. */
  private static Range ports(String part) {
    if (part.equals("*")) {
      return ALL_PORTS;
    }
    String[] ends = part.split("-", -1);
    String last = ends[ends.length - 1].strip();
    return new Range(
        ends[0].strip().equals("*") ? 1 : number(ends[0], HIGHEST_PORT),
        last.equals("*") ? HIGHEST_PORT : number(last, HIGHEST_PORT));
  }

  private static long number(String text, long highest) {
    long number = Long.parseLong(text.strip());
    if (number < 0 || number > highest) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }
}
