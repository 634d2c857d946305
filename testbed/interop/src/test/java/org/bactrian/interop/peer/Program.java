package org.bactrian.interop.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs to its end.
 *
 * @param folder where it runs
 * @param environment what it gets beside our own environment
 * @param longest time that it may take
 */
public record Program(Path folder, Map<String, String> environment, Duration longest) {

  public Program {
    environment = Map.copyOf(environment);
  }

  /**
   * Runs it and returns what it has written to standard output and standard error.
   *
   * @throws IOException when there is no such program
   * @throws IllegalStateException when it fails or takes too long; the message carries what it
   *     wrote
   */
  public String run(String... command) throws IOException {
    Path output = Files.createTempFile("program", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(List.of(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            command[0] + " has not finished in " + longest.toSeconds() + " s");
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new IllegalStateException(command[0] + " failed:\n" + text);
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + command[0], e);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
