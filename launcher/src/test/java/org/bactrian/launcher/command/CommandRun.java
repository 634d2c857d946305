package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import picocli.CommandLine;

/** A command that runs in this process, with what it printed. */
final class CommandRun implements AutoCloseable {

  private static final int LONGEST_STOP_SECONDS = 120;

  private final StringWriter out;
  private final StringWriter err;
  private final Thread thread;
  private volatile int exitCode = -1;

  private CommandRun(StringWriter out, StringWriter err, String... arguments) {
    this.out = out;
    this.err = err;
    CommandLine commandLine =
        BactrianCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    thread = new Thread(() -> exitCode = commandLine.execute(arguments), "command");
  }

  /** Runs a command to its end. */
  static CommandRun of(String... arguments) throws InterruptedException {
    CommandRun run = start(arguments);
    run.thread.join();
    return run;
  }

  /** Starts a command. */
  static CommandRun start(String... arguments) {
    return start(new StringWriter(), new StringWriter(), arguments);
  }

  /** Starts a command whose answers and messages go to one place, as they do in a terminal. */
  static CommandRun startInTerminal(String... arguments) {
    StringWriter terminal = new StringWriter();
    return start(terminal, terminal, arguments);
  }

  private static CommandRun start(StringWriter out, StringWriter err, String... arguments) {
    CommandRun run = new CommandRun(out, err, arguments);
    run.thread.start();
    return run;
  }

  int exitCode() {
    return exitCode;
  }

  List<String> out() {
    return out.toString().lines().toList();
  }

  List<String> err() {
    return err.toString().lines().toList();
  }

  /**
   * Address of the REST API of a command {@code cloud}; waits until it serves.
   *
   * @throws AssertionError when it has ended before
   */
  String rest(Duration patience) {
    Awaitility.await()
        .atMost(patience)
        .until(() -> !isRunning() || err().stream().anyMatch(line -> line.contains("REST: ")));
    return err().stream()
        .map(line -> line.replaceAll(".*REST: (http://localhost:\\d+).*", "$1"))
        .filter(line -> line.startsWith("http://"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The cloud does not run: " + err()));
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  /** Asks the command to stop. */
  void interrupt() {
    thread.interrupt();
  }

  /** Asks the command to stop until it does; what starts may miss an interrupt. */
  @Override
  public void close() {
    try {
      for (int asked = 0; thread.isAlive(); asked++) {
        if (asked == LONGEST_STOP_SECONDS) {
          throw new AssertionError("Still at " + Arrays.toString(thread.getStackTrace()));
        }
        thread.interrupt();
        thread.join(1_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
