package org.bactrian.patience;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands of further JVMs that tests start, with the class path of the test. */
public final class JvmProcess {

  /** The options of the test JVMs themselves: such processes live for seconds. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private JvmProcess() {}

  /** Returns the builder of a process that runs a main class. */
  public static ProcessBuilder of(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SHORT_LIVED);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
