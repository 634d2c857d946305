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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Node.js on this machine, with the packages of lock files installed. They are installed once;
 * again only when a lock file or the version of Node.js changes.
 */
public final class NodeJs {

  private static final int OLDEST_MAJOR = 18;
  private static final Pattern MAJOR = Pattern.compile("v(\\d+)\\..*");
  private static final String MARKER = ".installed-for";
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration INSTALL = Duration.ofMinutes(5);

  /** Asked for once; empty when there is none. */
  private static String version;

  private static final Set<Path> INSTALLED = new HashSet<>();

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

  /** Installs the packages of most peers; see {@link #install(Path)}. */
  public static void install() {
    install(folder());
  }

  /**
   * Installs the packages of a folder unless they are there.
   *
   * @param packages folder of a package.json and its lock file
   * @throws IllegalStateException when Node.js is missing or the packages cannot be installed
   */
  static synchronized void install(Path packages) {
    missing()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    if (INSTALLED.add(packages)) {
      install(packages, version);
    }
  }

  /** The folder that package.json and the peers lie in. */
  public static Path folder() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  }

  /** Installs alone: two processes run the tests, and either may be the first that needs them. */
  private static void install(Path packages, String nodeVersion) {
    try (FileChannel channel = FileChannel.open(lockFile(), CREATE, WRITE)) {
      channel.lock();
      installUnderLock(packages, nodeVersion);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path lockFile() throws IOException {
    return Files.createDirectories(folder().resolve("target")).resolve("node_modules.lock");
  }

  private static void installUnderLock(Path packages, String nodeVersion) throws IOException {
    Path marker = packages.resolve("node_modules").resolve(MARKER);
    String wanted = nodeVersion + " " + hashOf(packages.resolve("package-lock.json"));
    if (!Files.exists(marker) || !Files.readString(marker).equals(wanted)) {
      // The lock file says what is right, so what npm has fetched before is not asked for again.
      new Program(packages, Map.of(), INSTALL)
          .run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
      Files.writeString(marker, wanted);
    }
  }

  private static Optional<String> versionOf(String program) {
    try {
      return Optional.of(new Program(folder(), Map.of(), SHORT).run(program, "--version").strip());
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  private static boolean isRecent(String text) {
    Matcher matcher = MAJOR.matcher(text);
    return matcher.matches() && Integer.parseInt(matcher.group(1)) >= OLDEST_MAJOR;
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
