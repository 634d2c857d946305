package org.bactrian.edge.options;

import java.nio.file.Path;

/**
 * Location of the calls that are made at the start.
 *
 * @param file init file
 * @param log file of their results
 */
public record InitFileOptions(Path file, Path log) {

  private static final String USUAL_NAME = "publishednodes.init";

  /**
   * Files as options name them: a bare name is beside the published nodes file, the log beside the
   * init file.
   *
   * @param init init file, empty for the usual name
   * @param log log, empty for the usual name
   */
  static InitFileOptions of(Path publishedNodes, String init, String log) {
    Path file = beside(publishedNodes, Path.of(init.isBlank() ? USUAL_NAME : init));
    return new InitFileOptions(
        file, beside(file, log.isBlank() ? Path.of(file.getFileName() + ".log") : Path.of(log)));
  }

  private static Path beside(Path other, Path named) {
    return named.getParent() == null && !named.isAbsolute()
        ? other.toAbsolutePath().resolveSibling(named)
        : named;
  }
}
