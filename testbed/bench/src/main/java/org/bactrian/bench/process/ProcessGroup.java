package org.bactrian.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Processes of one benchmark and the scratch folder that they share. They end and the folder goes
 * when the group is closed, or with the JVM: Ctrl-C leaves nothing.
 */
public final class ProcessGroup implements AutoCloseable {

  private final Path folder;
  private final List<ChildProcess> children = new CopyOnWriteArrayList<>();
  private final AtomicInteger started = new AtomicInteger();
  private final Thread atExit = new Thread(this::killAll, "end-processes");

  private ProcessGroup(Path folder) {
    this.folder = folder;
  }

  /** A group without processes, with a folder of its own that only its owner can read. */
  public static ProcessGroup open() throws IOException {
    ProcessGroup group = new ProcessGroup(Files.createTempDirectory("bactrian-bench-"));
    Runtime.getRuntime().addShutdownHook(group.atExit);
    return group;
  }

  /** The scratch folder. */
  public Path folder() {
    return folder;
  }

  /**
   * Starts a process in the scratch folder.
   *
   * @param name what failures call it
   * @param command program and arguments
   * @throws IOException when there is no such program
   */
  public ChildProcess start(String name, List<String> command) throws IOException {
    return start(name, command, Map.of(), folder);
  }

  /**
   * Starts a process.
   *
   * @param name what failures call it
   * @param command program and arguments
   * @param environment what it gets beside the environment of this process
   * @param workingFolder where it runs
   * @throws IOException when there is no such program
   */
  public ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Path workingFolder)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(workingFolder.toFile());
    // Else node-opcua would keep its certificates in the user's home.
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    builder.environment().putAll(environment);
    Path errors = folder.resolve("process-" + started.incrementAndGet() + ".log");
    ChildProcess child = ChildProcess.start(name, builder, errors);
    children.add(child);
    return child;
  }

  /** Ends a process of the group in order. */
  public void end(ChildProcess child) {
    child.close();
    children.remove(child);
  }

  /** Ends the processes in the reverse order of their start, and removes the folder. */
  @Override
  public void close() throws IOException {
    for (int i = children.size() - 1; i >= 0; i--) {
      end(children.get(i));
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
    TemporaryFolder.delete(folder);
  }

  private void killAll() {
    children.forEach(ChildProcess::kill);
    try {
      TemporaryFolder.delete(folder);
    } catch (IOException e) {
      // A process that is just ending has written once more; the system clears the folder later.
    }
  }
}
