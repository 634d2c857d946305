package org.bactrian.edge.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bactrian.model.file.FolderEntries;

/** Names of the files of a segment log. */
record SegmentFolder(Path path) {

  private static final Pattern NAME = Pattern.compile("\\d{12}\\.segment");

  /** Returns the segment files, oldest first. */
  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> NAME.matcher(name(file)).matches()).sorted().toList();
    }
  }

  Path file(long number) {
    return path.resolve("%012d.segment".formatted(number));
  }

  /** Returns the number of the next file. */
  long nextNumber() throws IOException {
    List<Path> files = files();
    return files.isEmpty() ? 1 : Long.parseLong(name(files.get(files.size() - 1)), 0, 12, 10) + 1;
  }

  /** Makes it durable that files were made or deleted, where the system can. */
  void force() throws IOException {
    FolderEntries.force(path);
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
