package org.bactrian.opcua.discovery;

import java.time.Duration;
import org.bactrian.model.setting.SettingRange;
import org.bactrian.model.time.TimeSpanText;

/**
 * Time-outs and concurrency of a scan.
 *
 * @param networkProbeTimeout how long an address may take to answer
 * @param maxNetworkProbes addresses that are looked at at once, at least 1
 * @param portProbeTimeout how long a port may take to answer
 * @param maxPortProbes ports that are looked at at once, at least 1
 * @param minPortProbesPercent part of these that is kept up even when this host runs out of
 *     sockets, 0 to 100
 */
public record ScanTimeoutSettings(
    Duration networkProbeTimeout,
    int maxNetworkProbes,
    Duration portProbeTimeout,
    int maxPortProbes,
    int minPortProbesPercent) {

  /** 3 seconds for 100 addresses at once, 5 seconds for 1,000 ports at once. */
  public static final ScanTimeoutSettings DEFAULT =
      new ScanTimeoutSettings(Duration.ofSeconds(3), 100, Duration.ofSeconds(5), 1000, 80);

  public ScanTimeoutSettings {
    requirePositive("networkProbeTimeout", networkProbeTimeout);
    requirePositive("portProbeTimeout", portProbeTimeout);
    SettingRange.atLeastOne("maxNetworkProbes", maxNetworkProbes);
    SettingRange.atLeastOne("maxPortProbes", maxPortProbes);
    if (minPortProbesPercent < 0 || minPortProbesPercent > 100) {
      throw new IllegalArgumentException(
          "minPortProbesPercent must be between 0 and 100, was " + minPortProbesPercent);
    }
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(
          name + " must be at least 1 ms, was " + TimeSpanText.format(duration));
    }
  }

  ProbeConcurrency networkProbes() {
    return ProbeConcurrency.of(maxNetworkProbes, minPortProbesPercent);
  }

  ProbeConcurrency portProbes() {
    return ProbeConcurrency.of(maxPortProbes, minPortProbesPercent);
  }
}
