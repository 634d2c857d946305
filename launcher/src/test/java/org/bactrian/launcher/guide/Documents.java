package org.bactrian.launcher.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The documents of the tree: those at its top, guides, and a README a module. */
final class Documents {

  private Documents() {}

  /** Folder of the whole tree. */
  static Path top() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("cloud-integration"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** All Markdown files but those that a build made or brought. */
  static List<Path> all() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files =
        Files.find(
            top(), 4, (file, attributes) -> file.toString().endsWith(".md") && !isMade(file))) {
      files.sorted().forEach(found::add);
    }
    return found;
  }

  /** Folders of the modules of the build, without that of the whole tree. */
  static List<Path> modules() throws IOException {
    try (Stream<Path> files =
        Files.find(top(), 3, (file, attributes) -> file.endsWith("pom.xml") && !isMade(file))) {
      return files.map(Path::getParent).filter(folder -> !folder.equals(top())).sorted().toList();
    }
  }

  private static boolean isMade(Path file) {
    for (Path part : top().relativize(file)) {
      String name = part.toString();
      if (name.equals("target") || name.equals("node_modules") || name.startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
