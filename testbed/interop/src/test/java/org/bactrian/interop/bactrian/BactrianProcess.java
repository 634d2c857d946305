package org.bactrian.interop.bactrian;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.bactrian.launcher.Bactrian;
import org.bactrian.patience.JvmProcess;

/** A command of Bactrian in a process of its own, as the script starts it. */
public final class BactrianProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

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
    return new BactrianProcess(
        JvmProcess.of(Bactrian.class, arguments).redirectErrorStream(true).start());
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

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** What it wrote, to tell why a test failed. */
  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
