package org.bactrian.launcher.guide;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A bash that carries out one block after the other, with the variables of those before. */
final class GuideShell implements AutoCloseable {

  private static final String END = "-- end of the block --";

  /** Begins the line that names a command that failed. */
  static final String FAILED = "-- failed with ";

  // In functions too, and on the standard error, since the output may go into a variable.
  private static final String REPORT_FAILURES =
      "set -E; trap 'echo \"" + FAILED + "$?: $BASH_COMMAND\" >&2' ERR\n";

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final Process bash;
  private final Writer commands;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  GuideShell(Path folder) throws IOException {
    this.folder = folder;
    this.bash =
        new ProcessBuilder("bash").directory(folder.toFile()).redirectErrorStream(true).start();
    this.commands = bash.outputWriter(UTF_8);
    commands.write(REPORT_FAILURES);
    Thread reader = new Thread(this::read, "guide shell");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Carries out a block.
   *
   * @return what it printed, with a line for each command that failed
   * @throws AssertionError when it does not end
   */
  String run(String block) throws IOException, InterruptedException {
    Files.writeString(folder.resolve(".block"), block);
    // From a file, so that no command of the block reads the next one.
    commands.write(". ./.block </dev/null; echo; echo '" + END + "'\n");
    commands.flush();
    StringBuilder output = new StringBuilder();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        // What comes next would wait for it.
        close();
        throw new AssertionError("Not done after " + PATIENCE + ", so far:\n" + output);
      }
      if (line.equals(END)) {
        return output.toString();
      }
      output.append(line).append('\n');
    }
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(bash.getInputStream(), UTF_8))) {
      reader.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("The shell has ended: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    bash.descendants().forEach(ProcessHandle::destroy);
    bash.destroy();
  }
}
