package org.bactrian.simulator.settings;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of a simulator. The server listens on loopback only.
 *
 * @param dataFolder where the simulator keeps its certificate and trust lists; made when absent
 * @param port TCP port on loopback, 0 for any free one
 * @param applicationUri who the server says it is, in its description and its certificate
 * @param loadNodes number of counters for load, 0 for none
 * @param loadRate how often the load counters rise, at least 1 ms
 * @param plantRate how often the machines of the plant move, at least 1 ms
 * @param firstCount what every counter shows before its first tick; 0 to 4,294,967,295
 * @param users who may log on by name and password
 * @param clientTrust whose certificates are accepted
 * @param security security policies and kinds of users that are offered
 * @param limits what one client may ask
 */
@RecordBuilder
public record SimulatorSettings(
    Path dataFolder,
    int port,
    String applicationUri,
    int loadNodes,
    Duration loadRate,
    Duration plantRate,
    long firstCount,
    List<UserAccount> users,
    ClientTrust clientTrust,
    OfferedSecurity security,
    SimulatorLimits limits)
    implements SimulatorSettingsBuilder.With {

  /** The port that {@code ./bactrian simulator} takes unless told otherwise. */
  public static final int DEFAULT_PORT = 50_000;

  /** Application URI of a simulator unless told otherwise. */
  public static final String DEFAULT_APPLICATION_URI = "urn:bactrian:simulator";

  /** Interval of ticks unless told otherwise. */
  public static final Duration DEFAULT_RATE = Duration.ofSeconds(1);

  /**
   * The account of a simulator that nobody configured. It is public on purpose: it protects nothing
   * and lets every test of user names work at once.
   */
  public static final UserAccount DEVELOPMENT_USER = new UserAccount("operator", "operator");

  private static final long LARGEST_COUNT = 0xFFFF_FFFFL;

  /** Checks every range, so that nothing later has to. */
  public SimulatorSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be between 0 and 65535, was " + port);
    }
    if (applicationUri.isBlank()) {
      throw new IllegalArgumentException("applicationUri must not be blank");
    }
    if (loadNodes < 0) {
      throw new IllegalArgumentException("loadNodes must not be negative, was " + loadNodes);
    }
    requireMillisecond("loadRate", loadRate);
    requireMillisecond("plantRate", plantRate);
    if (firstCount < 0 || firstCount > LARGEST_COUNT) {
      throw new IllegalArgumentException(
          "firstCount must be between 0 and " + LARGEST_COUNT + ", was " + firstCount);
    }
    users = List.copyOf(users);
  }

  /**
   * Settings with every default: port 50000, no load counters, a second between ticks, the
   * development user, any certificate.
   */
  public static SimulatorSettings in(Path dataFolder) {
    return new SimulatorSettings(
        dataFolder,
        DEFAULT_PORT,
        DEFAULT_APPLICATION_URI,
        0,
        DEFAULT_RATE,
        DEFAULT_RATE,
        0,
        List.of(DEVELOPMENT_USER),
        ClientTrust.ANY,
        OfferedSecurity.USUAL,
        SimulatorLimits.DEFAULT);
  }

  private static void requireMillisecond(String name, Duration rate) {
    if (rate.toMillis() < 1) {
      throw new IllegalArgumentException(name + " must be at least 1 ms, was " + rate);
    }
  }
}
