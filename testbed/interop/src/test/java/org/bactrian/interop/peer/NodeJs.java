package org.bactrian.interop.peer;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Node.js on this machine, with the packages of the lock file installed. They are installed once;
 * again only when the lock file or the version of Node.js changes.
 */
public final class NodeJs {

  private static final int OLDEST_MAJOR = 18;
  private static final Pattern MAJOR = Pattern.compile("v(\\d+)\\..*");
  private static final String MARKER = ".installed-for";
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration INSTALL = Duration.ofMinutes(5);

  /** Asked for once; empty when there is none. */
  private static String version;

  private static boolean installed;

  private NodeJs() {}

  /** Reason why tests that need Node.js cannot run, and the remedy; empty when they can. */
  static synchronized Optional<String> missing() {
    if (version == null) {
      version = versionOf("npm").isPresent() ? versionOf("node").orElse("") : "";
    }
    if (isRecent(version)) {
      return Optional.empty();
    }
    return Optional.of(
        "Node.js "
            + OLDEST_MAJOR
            + " or later and npm are needed, found "
            + (version.isEmpty() ? "none" : version)
            + ". Install them to run the tests against peers from npm.");
  }

  /**
   * Installs the packages unless they are there.
   *
   * @throws IllegalStateException when Node.js is missing or the packages cannot be installed
   */
  public static synchronized void install() {
    missing()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    if (!installed) {
      install(version);
      installed = true;
    }
  }

  /** The folder that package.json and the peers lie in. */
  public static Path folder() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  }

  /** Installs alone: two processes run the tests, and either may be the first that needs them. */
  private static void install(String nodeVersion) {
    try (FileChannel channel = FileChannel.open(lockFile(), CREATE, WRITE)) {
      channel.lock();
      installUnderLock(nodeVersion);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path lockFile() throws IOException {
    return Files.createDirectories(folder().resolve("target")).resolve("node_modules.lock");
  }

  private static void installUnderLock(String nodeVersion) throws IOException {
    Path marker = folder().resolve("node_modules").resolve(MARKER);
    String wanted = nodeVersion + " " + hashOf(folder().resolve("package-lock.json"));
    if (!Files.exists(marker) || !Files.readString(marker).equals(wanted)) {
      run(INSTALL, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      Files.writeString(marker, wanted);
    }
  }

  private static Optional<String> versionOf(String program) {
    try {
      return Optional.of(run(SHORT, program, "--version").strip());
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  private static boolean isRecent(String text) {
    Matcher matcher = MAJOR.matcher(text);
    return matcher.matches() && Integer.parseInt(matcher.group(1)) >= OLDEST_MAJOR;
  }

  private static String run(Duration longest, String... command) throws IOException {
    return new Program(folder(), Map.of(), longest).run(command);
  }

  private static String hashOf(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
