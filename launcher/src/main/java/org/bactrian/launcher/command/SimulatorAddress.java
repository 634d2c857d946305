package org.bactrian.launcher.command;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Address of the simulator of a data folder, stored there for other roles while it runs.
 *
 * @param endpointUrl address for OPC UA clients
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SimulatorAddress(String endpointUrl) {

  private static final String FILE = "simulator.json";

  /** Reads the address stored in a folder; empty when no simulator runs. */
  static Optional<SimulatorAddress> in(Path data) {
    Path file = data.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), SimulatorAddress.class));
    } catch (IOException e) {
      throw new IllegalStateException(
          file + " cannot be read. Start the simulator again, it writes a new one", e);
    }
  }

  /** Leaves the address in the folder until the answer is closed. */
  Left leaveIn(Path data) throws IOException {
    Path file = Files.createDirectories(data).resolve(FILE);
    Files.write(file, JSON.writeValueAsBytes(this));
    return new Left(file);
  }

  /** An address that was left. */
  record Left(Path file) implements AutoCloseable {

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }
}
