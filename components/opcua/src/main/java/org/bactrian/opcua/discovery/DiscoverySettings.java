package org.bactrian.opcua.discovery;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import org.bactrian.model.setting.SettingRange;

/**
 * Settings of the discovery requests to servers.
 *
 * @param connectTimeout how long a connection may take
 * @param requestTimeout how long an answer may take
 * @param maxMessageSize largest answer in bytes
 * @param attempts how often a server is asked before it is given up, at least 1
 * @param locales languages of names, most wanted first; empty for the server's own
 */
@RecordBuilder
public record DiscoverySettings(
    Duration connectTimeout,
    Duration requestTimeout,
    int maxMessageSize,
    int attempts,
    List<String> locales)
    implements DiscoverySettingsBuilder.With {

  /** 5 and 20 seconds, 16 MB, two attempts. */
  public static final DiscoverySettings DEFAULT =
      new DiscoverySettings(Duration.ofSeconds(5), Duration.ofSeconds(20), 16 << 20, 2, List.of());

  public DiscoverySettings {
    locales = List.copyOf(locales);
    SettingRange.atLeastOne("attempts", attempts);
  }
}
