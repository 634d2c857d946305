package org.bactrian.iothub.link;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.model.setting.SettingRange;
import org.bactrian.model.time.Backoff;

/**
 * Settings of the connection of one identity.
 *
 * @param credentials who connects, and to which hub
 * @param gatewayHostName host, or host and port, to connect to in place of the hub itself; empty
 *     connects to the hub, or to the gateway of the credentials
 * @param caFile PEM file with certificate authorities to trust besides those of the Java runtime;
 *     empty for none
 * @param maxInFlightMessages largest number of messages that wait for an acknowledgement, at least
 *     1
 * @param maxInFlightBytes largest size of them together in bytes, at least 1; one larger message is
 *     let through alone
 * @param acknowledgeTimeout how long an acknowledgement may take before the connection counts as
 *     lost; positive
 * @param backoff how long to wait between attempts to connect
 */
public record LinkSettings(
    HubCredentials credentials,
    String gatewayHostName,
    String caFile,
    int maxInFlightMessages,
    long maxInFlightBytes,
    Duration acknowledgeTimeout,
    Backoff backoff) {

  /** Messages in flight when nothing else is asked for. */
  public static final int DEFAULT_MAX_IN_FLIGHT_MESSAGES = 1_000;

  /** Bytes in flight when nothing else is asked for: 32 MiB. */
  public static final long DEFAULT_MAX_IN_FLIGHT_BYTES = 32L * 1024 * 1024;

  /** Longest wait for an acknowledgement when nothing else is asked for. */
  public static final Duration DEFAULT_ACKNOWLEDGE_TIMEOUT = Duration.ofSeconds(60);

  /** From half a second to half a minute between attempts to connect. */
  public static final Backoff DEFAULT_BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

  private static final int MQTT_PORT = 8883;
  private static final Pattern HOST_AND_PORT = Pattern.compile("[^:#]+:(\\d{1,5})#?");

  public LinkSettings {
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(gatewayHostName, "gatewayHostName");
    Objects.requireNonNull(caFile, "caFile");
    Objects.requireNonNull(backoff, "backoff");
    SettingRange.atLeastOne("maxInFlightMessages", maxInFlightMessages);
    SettingRange.atLeastOne("maxInFlightBytes", maxInFlightBytes);
    SettingRange.positive("acknowledgeTimeout", acknowledgeTimeout);
  }

  /** Returns settings with the defaults above for these credentials. */
  public static LinkSettings of(HubCredentials credentials) {
    return new LinkSettings(
        credentials,
        "",
        "",
        DEFAULT_MAX_IN_FLIGHT_MESSAGES,
        DEFAULT_MAX_IN_FLIGHT_BYTES,
        DEFAULT_ACKNOWLEDGE_TIMEOUT,
        DEFAULT_BACKOFF);
  }

  /** Returns host, or host and port, to connect to in place of the hub; empty for the hub. */
  String gateway() {
    return gatewayHostName.isEmpty() ? credentials.gateway() : gatewayHostName;
  }

  /** Returns the port that is connected to. */
  int port() {
    Matcher gateway = HOST_AND_PORT.matcher(gateway());
    return gateway.matches() ? Integer.parseInt(gateway.group(1)) : MQTT_PORT;
  }
}
