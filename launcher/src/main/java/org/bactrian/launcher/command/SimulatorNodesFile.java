package org.bactrian.launcher.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bactrian.simulator.settings.SimulatorSettings;

/** Published nodes file of a data folder with nodes of the simulated plant. */
final class SimulatorNodesFile {

  private static final String FILE = "published_nodes.json";
  private static final String DEFAULT_SERVER =
      "opc.tcp://localhost:" + SimulatorSettings.DEFAULT_PORT;

  private SimulatorNodesFile() {}

  /** Returns the path of the file, which need not exist. */
  static Path in(Path data) {
    return data.resolve(FILE);
  }

  /**
   * Makes the file where there is none; the user may have edited it.
   *
   * @param endpointUrl address of the plant
   */
  static Path ensure(Path data, String endpointUrl) throws IOException {
    Path file = in(data);
    if (!Files.exists(file)) {
      try (InputStream packed = SimulatorNodesFile.class.getResourceAsStream("/config/" + FILE)) {
        String text = new String(packed.readAllBytes(), StandardCharsets.UTF_8);
        Files.writeString(file, text.replace(DEFAULT_SERVER, endpointUrl));
      }
    }
    return file;
  }
}
