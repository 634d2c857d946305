package org.bactrian.interop.bactrian;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.bactrian.launcher.Bactrian;

/** A command of Bactrian in a process of its own, as the script starts it. */
public final class BactrianProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private BactrianProcess(Process process) {
    this.process = process;
    Thread reader =
        new Thread(
            () -> process.inputReader(StandardCharsets.UTF_8).lines().forEach(lines::add),
            "bactrian-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a command. */
  public static BactrianProcess start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Bactrian.class.getName()));
    command.addAll(List.of(arguments));
    return new BactrianProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Waits for a line that matches, and returns its first group. */
  public String await(Pattern pattern) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                !process.isAlive()
                    || lines.stream().anyMatch(line -> pattern.matcher(line).matches()));
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("It does not run: " + lines));
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
