package org.bactrian.opcua.reverse;

import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Address that servers connect to, and how long a session waits for one.
 *
 * @param host address that is listened on; all with {@code 0.0.0.0}
 * @param port TCP port, 0 for any free one
 * @param longestWait longest time until a server that is expected has connected; servers try again
 *     in their own time
 */
public record ReverseConnectSettings(String host, int port, Duration longestWait) {

  /** Loopback on the port of OPC UA. */
  public static final ReverseConnectSettings DEFAULT =
      new ReverseConnectSettings("127.0.0.1", 4840, Duration.ofSeconds(60));

  public ReverseConnectSettings {
    SettingRange.positive("longestWait", longestWait);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be between 0 and 65535, was " + port);
    }
  }
}
