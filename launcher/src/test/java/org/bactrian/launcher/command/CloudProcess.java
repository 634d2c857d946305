package org.bactrian.launcher.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.bactrian.launcher.Bactrian;
import org.bactrian.patience.JvmProcess;

/** The command {@code cloud} in a process of its own, as the script starts it. */
final class CloudProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Pattern REST = Pattern.compile(".*REST: (http://localhost:\\d+).*");
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private CloudProcess(Process process) {
    this.process = process;
    Thread reader =
        new Thread(
            () -> process.inputReader(StandardCharsets.UTF_8).lines().forEach(lines::add),
            "cloud-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one on free ports. */
  static CloudProcess start(Path data, List<String> options) throws IOException {
    ProcessBuilder cloud =
        JvmProcess.of(Bactrian.class, "cloud", "--data=" + data, "--port=0", "--management-port=0");
    cloud.command().addAll(options);
    return new CloudProcess(cloud.redirectErrorStream(true).start());
  }

  /** Address of its REST API; waits until it runs. */
  String rest() {
    Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive() || said("REST: "));
    return lines.stream()
        .map(REST::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The cloud does not run: " + this));
  }

  /** Returns whether it wrote a line with these words. */
  boolean said(String words) {
    return lines.stream().anyMatch(line -> line.contains(words));
  }

  /** Output of the process, to tell why a test failed. */
  @Override
  public String toString() {
    return "cloud " + process.pid() + ": " + String.join("\n", lines);
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
