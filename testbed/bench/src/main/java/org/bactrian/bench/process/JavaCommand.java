package org.bactrian.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command line of a further JVM.
 *
 * @param options of the JVM
 * @param classPath of the JVM, as {@code -cp} takes it
 */
public record JavaCommand(List<String> options, String classPath) {

  public JavaCommand {
    options = List.copyOf(options);
  }

  /** Command line that runs a main class with the JDK and the class path of this process. */
  public static JavaCommand likeThis(List<String> options) {
    return new JavaCommand(options, System.getProperty("java.class.path"));
  }

  /** Returns the command with libraries of its own before the class path. */
  public JavaCommand before(String libraries) {
    return new JavaCommand(options, libraries + System.getProperty("path.separator") + classPath);
  }

  /**
   * Words of the command line.
   *
   * @param main name of the main class, or a source file to launch
   */
  public List<String> of(String main, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.addAll(List.of("-cp", classPath, main));
    words.addAll(arguments);
    return words;
  }
}
