package org.bactrian.bench.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bactrian.bench.process.ChildProcess;
import org.bactrian.bench.process.ProcessGroup;

/**
 * Packages of other makers, which are downloaded at their first use and kept in a folder; again
 * when one of the files that they are made of changes.
 *
 * @param folder that keeps them, a folder each
 * @param processes group that downloads belong to
 * @param progress takes a line when something is downloaded
 */
record PeerPackages(Path folder, ProcessGroup processes, PrintWriter progress) {

  private static final String RESOURCES = "/peers/";
  private static final String MARKER = ".installed";
  private static final Duration DOWNLOAD = Duration.ofMinutes(10);

  /** Exact versions of all packages come from package-lock.json; no script of theirs runs. */
  private static final List<String> NPM =
      List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");

  private static final List<String> MAVEN =
      List.of("mvn", "-B", "-ntp", "dependency:copy-dependencies");

  /**
   * Returns the folder of packages from npm.
   *
   * @param name of the folder
   * @param files further ones than those of npm
   * @throws PeerUnavailableException when they cannot be installed
   */
  Path npm(String name, String... files) throws PeerUnavailableException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("package.json", "package-lock.json"));
    all.addAll(List.of(files));
    return install(name, all, NPM);
  }

  /**
   * Returns the folder of a Java program, with its libraries in {@code lib}.
   *
   * @param name of the folder
   * @param source file of the program
   * @throws PeerUnavailableException when the libraries cannot be had
   */
  Path maven(String name, String source) throws PeerUnavailableException, InterruptedException {
    return install(name, List.of("pom.xml", source), MAVEN);
  }

  private Path install(String name, List<String> files, List<String> command)
      throws PeerUnavailableException, InterruptedException {
    Path target = folder.resolve(name);
    Path marker = target.resolve(MARKER);
    try {
      String wanted = hash(name, files);
      if (!Files.exists(marker) || !Files.readString(marker).equals(wanted)) {
        copy(name, files, target);
        progress.println(name + ": downloading its packages into " + target);
        progress.flush();
        ChildProcess download = processes.start(command.get(0), command, Map.of(), target);
        download.awaitSuccess(DOWNLOAD);
        processes.end(download);
        Files.writeString(marker, wanted);
      }
      return target;
    } catch (IOException | IllegalStateException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new PeerUnavailableException("cannot be installed here, " + reason, e);
    }
  }

  private static void copy(String name, List<String> files, Path target) throws IOException {
    Files.createDirectories(target);
    for (String file : files) {
      try (InputStream packed = open(name, file)) {
        Files.copy(packed, target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static String hash(String name, List<String> files) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : files) {
        try (InputStream packed = open(name, file)) {
          digest.update(packed.readAllBytes());
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static InputStream open(String name, String file) throws IOException {
    InputStream packed = PeerPackages.class.getResourceAsStream(RESOURCES + name + "/" + file);
    if (packed == null) {
      throw new IOException("The jar lacks " + RESOURCES + name + "/" + file);
    }
    return packed;
  }
}
