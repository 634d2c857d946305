package org.bactrian.edge.publisher;

import java.nio.file.Path;
import java.time.Duration;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plant with two counters that change every 20 ms, which the tests of a class share, and a
 * publisher of a file for each test.
 */
abstract class PublishedLoad {

  @TempDir private static Path servers;
  static Simulator plant;

  @TempDir Path folder;
  PublishedFile file;

  @BeforeAll
  static void startThePlant() throws Exception {
    plant = Simulator.start(settings(servers));
  }

  @AfterAll
  static void stopThePlant() throws Exception {
    plant.close();
  }

  static SimulatorSettings settings(Path folder) {
    return SimulatorSettings.in(folder)
        .withPort(0)
        .withLoadNodes(2)
        .withLoadRate(Duration.ofMillis(20));
  }

  @BeforeEach
  void openTheFile() throws Exception {
    file = new PublishedFile(folder);
  }

  @AfterEach
  void closeTheFile() throws Exception {
    file.close();
  }
}
