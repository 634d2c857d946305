package org.bactrian.launcher.routes;

/**
 * Fault that keeps a file from running.
 *
 * @param file where it lies
 * @param line number of the line, from 1; 0 when it is not known
 * @param message what is wrong, in one line
 */
public record RouteFault(String file, int line, String message) {

  /** {@code file:line: message}, without the line where it is not known. */
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line + ": " + message : file + ": " + message;
  }
}
