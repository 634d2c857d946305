package org.bactrian.web.stream;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Bounds of what the clients of streams may take.
 *
 * @param maxConnections streams at once; one more is answered with 429
 * @param maxConnectionsPerCaller of these, those of one caller
 * @param maxGroups groups that one connection may be in
 * @param queueMessages messages that wait for one client; a client that more wait for is dropped
 * @param queueBytes bytes of these messages
 * @param totalBytes bytes of the messages that wait for all clients together; a message that waits
 *     for several counts for each
 * @param handshakeTimeout longest time from the opening of a WebSocket to its handshake
 * @param keepAlive longest time in which nothing is sent to a client
 * @param clientTimeout longest time in which nothing comes from a SignalR client
 * @param authorizationInterval time between two checks that a caller's token still lets it in
 */
@RecordBuilder
public record StreamLimits(
    int maxConnections,
    int maxConnectionsPerCaller,
    int maxGroups,
    int queueMessages,
    long queueBytes,
    long totalBytes,
    Duration handshakeTimeout,
    Duration keepAlive,
    Duration clientTimeout,
    Duration authorizationInterval)
    implements StreamLimitsBuilder.With {

  /**
   * The times of ASP.NET Core's SignalR; half a second of 10,000 values a second may wait for a
   * client.
   */
  public static final StreamLimits DEFAULT =
      new StreamLimits(
          500,
          200,
          1_000,
          20_000,
          8L << 20,
          Runtime.getRuntime().maxMemory() / 8,
          Duration.ofSeconds(15),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));

  public StreamLimits {
    SettingRange.atLeastOne("maxConnections", maxConnections);
    SettingRange.atLeastOne("maxConnectionsPerCaller", maxConnectionsPerCaller);
    SettingRange.atLeastOne("maxGroups", maxGroups);
    SettingRange.atLeastOne("queueMessages", queueMessages);
    SettingRange.atLeastOne("queueBytes", queueBytes);
    SettingRange.atLeastOne("totalBytes", totalBytes);
    SettingRange.atLeastOne("handshakeTimeout", handshakeTimeout.toMillis());
    SettingRange.atLeastOne("keepAlive", keepAlive.toMillis());
    SettingRange.atLeastOne("clientTimeout", clientTimeout.toMillis());
    SettingRange.atLeastOne("authorizationInterval", authorizationInterval.toMillis());
  }
}
