package org.bactrian.deploy.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Folder that stands for the whole search path of a script: ordinary commands of the system, and
 * stubs that write down how they were called in place of those that change something.
 */
public final class StubbedCommands {

  private static final List<String> ORDINARY =
      List.of(
          "base64",
          "bash",
          "basename",
          "cat",
          "chmod",
          "cp",
          "cut",
          "date",
          "dirname",
          "env",
          "grep",
          "head",
          "mkdir",
          "mktemp",
          "mv",
          "printf",
          "pwd",
          "rm",
          "sed",
          "sha256sum",
          "sleep",
          "sort",
          "tail",
          "tr",
          "wc");

  private static final int PATIENCE_SECONDS = 60;

  private final Path folder;
  private final Path log;
  private final Map<String, String> environment = new LinkedHashMap<>();

  /** Commands in a new folder below {@code parent}. */
  public StubbedCommands(Path parent) throws IOException {
    folder = Files.createDirectories(parent.resolve("commands"));
    log = parent.resolve("calls.log");
    for (String command : ORDINARY) {
      Path target = Path.of("/usr/bin", command);
      Path link = folder.resolve(command);
      if (Files.notExists(link)) {
        Files.createSymbolicLink(link, Files.exists(target) ? target : Path.of("/bin", command));
      }
    }
  }

  /** Adds a command that is only written down, or replaces it. */
  public StubbedCommands stub(String command) throws IOException {
    return stub(command, "");
  }

  /**
   * Adds a command that is written down and then does something, or replaces it.
   *
   * @param body lines of Bash, with the arguments of the call
   */
  public StubbedCommands stub(String command, String body) throws IOException {
    String script =
        """
        #!%s
        printf '%%s\\n' "%s $*" >> '%s'
        %s
        """
            .formatted(folder.resolve("bash"), command, log, body);
    Path file = Files.writeString(folder.resolve(command), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return this;
  }

  /** Takes a command away. */
  public StubbedCommands without(String command) throws IOException {
    Files.deleteIfExists(folder.resolve(command));
    return this;
  }

  /** Sets an environment variable of the scripts. */
  public StubbedCommands with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Calls of the stubs so far, each with its arguments, in order. */
  public List<String> calls() throws IOException {
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  /** Forgets the calls so far. */
  public void forgetCalls() throws IOException {
    Files.deleteIfExists(log);
  }

  /**
   * Outcome of a script.
   *
   * @param exitCode its exit code
   * @param output lines of both streams
   */
  public record Outcome(int exitCode, List<String> output) {

    public Outcome {
      output = List.copyOf(output);
    }
  }

  /** Runs a script to its end, with nothing of the environment but these commands. */
  public Outcome run(Path script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("bash").toString());
    command.add(script.toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", folder.toString());
    builder.environment().put("HOME", folder.getParent().toString());
    builder.environment().putAll(environment);
    Path output = Files.createTempFile(folder.getParent(), "output", ".txt");
    Process process = builder.redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(script + " does not end: " + Files.readString(output));
    }
    return new Outcome(process.exitValue(), Files.readAllLines(output, StandardCharsets.UTF_8));
  }
}
