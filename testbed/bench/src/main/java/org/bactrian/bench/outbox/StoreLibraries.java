package org.bactrian.bench.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Libraries of the stores of others, which Maven downloads when they are first measured.
 *
 * @param folder folder of the jars
 */
record StoreLibraries(Path folder) {

  private static final String POM = "stores.pom.xml";
  private static final double MEGABYTE = 1e6;

  /**
   * Downloads what is not there.
   *
   * @throws IOException when Maven is not installed or cannot download them, with what it said last
   */
  StoreLibraries download() throws IOException, InterruptedException {
    Path done = folder.resolve("downloaded-" + checksum());
    if (!Files.exists(done)) {
      Files.createDirectories(folder);
      Path pom = folder.resolve("pom.xml");
      try (InputStream in = pom()) {
        Files.copy(in, pom, StandardCopyOption.REPLACE_EXISTING);
      }
      Path log = folder.resolve("maven.log");
      int exitCode =
          maven(pom).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
      if (exitCode != 0) {
        throw new IOException("Maven could not download the stores, its output is in " + log);
      }
      Files.createFile(done);
    }
    return this;
  }

  private ProcessBuilder maven(Path pom) {
    return new ProcessBuilder(
        "mvn",
        "-B",
        "-ntp",
        "-f",
        pom.toString(),
        "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies",
        "-DoutputDirectory=" + folder.toAbsolutePath());
  }

  /** A later version of Bactrian may measure other versions of them. */
  private static int checksum() throws IOException {
    try (InputStream in = pom()) {
      return java.util.Arrays.hashCode(in.readAllBytes());
    }
  }

  private static InputStream pom() {
    InputStream pom = StoreLibraries.class.getResourceAsStream(POM);
    if (pom == null) {
      throw new IllegalStateException("The jar lacks " + POM);
    }
    return pom;
  }

  /** Returns a class path of all of them. */
  String classPath() throws IOException {
    return jars().stream()
        .map(Path::toString)
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  /** Returns the megabytes of the jars of a store. */
  double megabytes(StoreCandidate candidate) throws IOException {
    return jars().stream()
            .filter(jar -> candidate.needs(jar.getFileName().toString()))
            .mapToLong(StoreLibraries::size)
            .sum()
        / MEGABYTE;
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static long size(Path jar) {
    try {
      return Files.size(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
