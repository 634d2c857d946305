package org.bactrian.launcher.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;

/** One simulator, or several that differ in the end of their application URI. */
final class SimulatorGroup implements AutoCloseable {

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
        group.simulators.add(Simulator.start(count == 1 ? settings : one(settings, number)));
      }
      return group;
    } catch (IOException | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  private static SimulatorSettings one(SimulatorSettings settings, int number) {
    return settings
        .withPort(settings.port() == 0 ? 0 : settings.port() + number - 1)
        .withApplicationUri(settings.applicationUri() + ":" + number)
        .withDataFolder(settings.dataFolder().resolve(Integer.toString(number)));
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
