package org.bactrian.edge.discovery;

import java.time.Duration;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.time.TimeSpanText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits on the load that a discovery puts on this host and the network. Larger values are reduced
 * to the limit, which is logged; invalid ones are refused.
 */
final class DiscoveryLimits {

  /** Shortest pause between two scans. */
  static final Duration LEAST_IDLE = Duration.ofSeconds(1);

  /** Longest pause between two scans. */
  static final Duration MOST_IDLE = Duration.ofDays(365);

  /** Longest time to wait for an address or for a port. */
  static final Duration MOST_TIMEOUT = Duration.ofHours(1);

  /** Most addresses or ports that are looked at at once; each takes a socket of this host. */
  static final int MOST_PROBES = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryLimits.class);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private DiscoveryLimits() {}

  /**
   * Returns settings within the limits.
   *
   * @throws OperationException of kind BAD_REQUEST when one cannot be meant, such as a negative
   *     time
   */
  static DiscoveryConfig keep(DiscoveryConfig asked) {
    requireTime("idleTimeBetweenScans", asked.idleTimeBetweenScans(), Duration.ZERO, "06:00:00");
    requireTime("networkProbeTimeout", asked.networkProbeTimeout(), SHORTEST, "00:00:03");
    requireTime("portProbeTimeout", asked.portProbeTimeout(), SHORTEST, "00:00:05");
    requireNumber("maxNetworkProbes", asked.maxNetworkProbes());
    requireNumber("maxPortProbes", asked.maxPortProbes());
    return asked
        .with()
        .networkProbeTimeout(timeout("networkProbeTimeout", asked.networkProbeTimeout()))
        .maxNetworkProbes(probes("maxNetworkProbes", asked.maxNetworkProbes()))
        .portProbeTimeout(timeout("portProbeTimeout", asked.portProbeTimeout()))
        .maxPortProbes(probes("maxPortProbes", asked.maxPortProbes()))
        .idleTimeBetweenScans(idle(asked.idleTimeBetweenScans()))
        .build();
  }

  private static void requireTime(
      String name, @Nullable Duration time, Duration least, String example) {
    if (time != null && time.compareTo(least) < 0) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "%s is %s, which is too short. Write a time as hh:mm:ss, such as %s."
              .formatted(name, TimeSpanText.format(time), example));
    }
  }

  private static void requireNumber(String name, @Nullable Integer number) {
    if (number != null && number < 1) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          name + " is " + number + ". Write a number from 1 to " + MOST_PROBES + ".");
    }
  }

  private static @Nullable Duration idle(@Nullable Duration asked) {
    if (asked == null) {
      return null;
    }
    Duration least = asked.compareTo(LEAST_IDLE) < 0 ? LEAST_IDLE : asked;
    return kept("idleTimeBetweenScans", asked, least.compareTo(MOST_IDLE) > 0 ? MOST_IDLE : least);
  }

  private static @Nullable Duration timeout(String name, @Nullable Duration asked) {
    return asked == null || asked.compareTo(MOST_TIMEOUT) <= 0
        ? asked
        : kept(name, asked, MOST_TIMEOUT);
  }

  private static Duration kept(String name, Duration asked, Duration kept) {
    if (!kept.equals(asked)) {
      warn(name, TimeSpanText.format(asked), TimeSpanText.format(kept));
    }
    return kept;
  }

  private static @Nullable Integer probes(String name, @Nullable Integer asked) {
    if (asked == null || asked <= MOST_PROBES) {
      return asked;
    }
    warn(name, asked, MOST_PROBES);
    return MOST_PROBES;
  }

  private static void warn(String name, Object asked, Object kept) {
    LOG.warn("{} is {}, which is beyond what discoveries may ask. {} holds.", name, asked, kept);
  }
}
