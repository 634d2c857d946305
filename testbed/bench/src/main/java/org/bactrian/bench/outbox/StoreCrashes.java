package org.bactrian.bench.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files of a store as a crash or a bad disk leaves them. */
final class StoreCrashes {

  /** Bytes that a torn write lacks. */
  static final int TORN = 1_000;

  private static final int INSIDE_BODY = 5_000;

  private StoreCrashes() {}

  /** Cuts the end off the file that was written last. */
  static void tear(Path folder) throws IOException {
    Path newest =
        dataFiles(folder).stream()
            .filter(file -> size(file) > TORN)
            .max(Comparator.comparing(StoreCrashes::modified))
            .orElseThrow();
    try (FileChannel channel = FileChannel.open(newest, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - TORN);
    }
  }

  /** Changes one byte of the body of a message; returns whether it was found. */
  static boolean flip(Path folder, long number) throws IOException {
    byte[] beginning = NumberedBody.beginning(number);
    boolean found = false;
    for (Path file : dataFiles(folder)) {
      byte[] content = Files.readAllBytes(file);
      Optional<Integer> at = lastIndexOf(content, beginning);
      if (at.isPresent() && at.get() + INSIDE_BODY < content.length) {
        content[at.get() + INSIDE_BODY] ^= 1;
        Files.write(file, content);
        found = true;
      }
    }
    return found;
  }

  private static Optional<Integer> lastIndexOf(byte[] content, byte[] searched) {
    for (int at = content.length - searched.length; at >= 0; at--) {
      if (content[at] == searched[0]
          && java.util.Arrays.equals(
              content, at, at + searched.length, searched, 0, searched.length)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** Copies a folder of files. */
  static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from)) {
      Files.copy(file, to.resolve(file.getFileName()));
      Files.setLastModifiedTime(to.resolve(file.getFileName()), modified(file));
    }
    return to;
  }

  private static List<Path> dataFiles(Path folder) throws IOException {
    return files(folder).stream()
        .filter(file -> !file.getFileName().toString().matches("LOG.*|.*\\.lock|LOCK"))
        .toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
