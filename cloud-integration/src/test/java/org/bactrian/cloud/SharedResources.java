package org.bactrian.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/**
 * Servers and databases that all test classes of this JVM share, since their start costs more than
 * most tests do. They are closed when the JVM ends, the newest first, and their files deleted.
 */
public final class SharedResources {

  private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

  private SharedResources() {}

  /** Has a resource closed when the JVM ends. */
  public static synchronized <T extends AutoCloseable> T keep(T resource) {
    if (OPEN.isEmpty()) {
      Runtime.getRuntime().addShutdownHook(new Thread(SharedResources::closeAll));
    }
    OPEN.push(resource);
    return resource;
  }

  /** A new folder, which is deleted when the JVM ends. */
  public static Path folder(String prefix) {
    try {
      Path folder = Files.createTempDirectory(prefix);
      keep(() -> delete(folder));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static synchronized void closeAll() {
    while (!OPEN.isEmpty()) {
      try {
        OPEN.pop().close();
      } catch (Exception e) {
        System.err.println("What tests shared was not closed: " + e);
      }
    }
  }
}
