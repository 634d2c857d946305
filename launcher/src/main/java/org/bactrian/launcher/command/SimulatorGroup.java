package org.bactrian.launcher.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.model.file.OwnerOnly;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.OfferedSecurity;
import org.bactrian.simulator.settings.SimulatorSettings;

/** One simulator, or several that differ in the end of their application URI. */
final class SimulatorGroup implements AutoCloseable {

  private static final Duration TOKEN_LIFETIME = Duration.ofDays(1);
  private static final Duration REVERSE_INTERVAL = Duration.ofSeconds(1);

  private final List<Simulator> simulators = new ArrayList<>();

  private SimulatorGroup() {}

  /**
   * Starts them.
   *
   * @param settings of the one, or of all but for the port, the URI and the folder
   * @param count at least 1
   * @throws IOException when a port is taken or the data folder cannot be used; none runs then
   */
  static SimulatorGroup start(SimulatorSettings settings, int count) throws IOException {
    SimulatorGroup group = new SimulatorGroup();
    try {
      for (int number = 1; number <= count; number++) {
        group.start(count == 1 ? settings : one(settings, number));
      }
      return group;
    } catch (IOException | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  private void start(SimulatorSettings settings) throws IOException {
    Simulator simulator = Simulator.start(settings);
    simulators.add(simulator);
    if (settings.security() == OfferedSecurity.COMPLETE) {
      String token =
          simulator
              .tokens()
              .issue(SimulatorSettings.DEVELOPMENT_USER.name(), Instant.now().plus(TOKEN_LIFETIME));
      OwnerOnly.write(
          settings.dataFolder().resolve("users").resolve("operator.jwt"),
          token.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static SimulatorSettings one(SimulatorSettings settings, int number) {
    return settings
        .withPort(settings.port() == 0 ? 0 : settings.port() + number - 1)
        .withApplicationUri(settings.applicationUri() + ":" + number)
        .withDataFolder(settings.dataFolder().resolve(Integer.toString(number)));
  }

  /** Opens connections of all of them to a client. */
  void connectTo(InetSocketAddress client) {
    simulators.forEach(simulator -> simulator.connectTo(client, REVERSE_INTERVAL));
  }

  /** Returns the endpoint URLs. */
  List<String> addresses() {
    return simulators.stream().map(Simulator::endpointUrl).toList();
  }

  /** Returns the endpoint URL of the first one. */
  String first() {
    return simulators.get(0).endpointUrl();
  }

  @Override
  public void close() throws IOException {
    for (Simulator simulator : simulators) {
      simulator.close();
    }
  }
}
