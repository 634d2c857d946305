package org.bactrian.cloud.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bactrian.model.file.OwnerOnly;
import org.h2.engine.SysProperties;
import org.jdbi.v3.core.Handle;

/**
 * An H2 database in a file that several processes of one machine share: the first one serves it to
 * the others over the loopback, and when that one ends another one takes over within seconds.
 */
final class H2File {

  /** Property of H2 for the address to serve at; H2 reads it once, when its first class is used. */
  private static final String BIND_ADDRESS = "h2.bindAddress";

  private static final String PREFIX = "jdbc:h2:file:";
  private static final String SHARED = ";AUTO_SERVER=TRUE";

  // The statements keep to what H2 and PostgreSQL share, with PostgreSQL's names in lower case.
  private static final String MODE =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;LOCK_TIMEOUT=10000";

  private H2File() {}

  /** The URL of a file that processes share. */
  static String url(Path file) {
    return PREFIX + file.toAbsolutePath() + SHARED;
  }

  /** Returns whether processes share the database. */
  static boolean isShared(String url) {
    return url.startsWith(PREFIX) && url.contains(SHARED);
  }

  /**
   * Makes the folder of the file where there is none. Only its owner may use that of a shared one.
   */
  static void makeFolder(String url) {
    if (!url.startsWith(PREFIX)) {
      return;
    }
    Path folder = file(url).resolveSibling("");
    try {
      if (isShared(url)) {
        OwnerOnly.folder(folder);
      } else {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The folder of the database " + folder + " cannot be made: " + e.getMessage(), e);
    }
  }

  /**
   * The URL with the options that the statements need, and without sharing where that is unsafe.
   */
  static String withOptions(String url) {
    String safe = isServedOnLoopbackOnly() ? url : url.replace(SHARED, "");
    return safe + MODE;
  }

  /**
   * Keeps others from the files that there are now. The key to the server of a shared file is among
   * them, and comes again when another process takes over; the folder keeps others from that one.
   */
  static void closeToOthers(String url) {
    if (url.startsWith(PREFIX)) {
      Path file = file(url);
      try (Stream<Path> files = Files.list(file.getParent())) {
        List<Path> ours =
            files
                .filter(f -> f.getFileName().toString().startsWith(file.getFileName() + "."))
                .toList();
        for (Path one : ours) {
          OwnerOnly.touch(one);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Writes to the file what was committed, which H2 by itself does up to half a second later: a
   * process that is killed must not have promised more than the file says.
   */
  static void write(Handle handle) {
    handle.execute("checkpoint");
  }

  /**
   * The file is left to one process where H2 was used before anybody could tell it to stay on the
   * loopback, since who reaches its server may try to use it.
   */
  private static boolean isServedOnLoopbackOnly() {
    if (System.getProperty(BIND_ADDRESS) == null) {
      System.setProperty(BIND_ADDRESS, "127.0.0.1");
    }
    String used = SysProperties.BIND_ADDRESS;
    try {
      return used != null && InetAddress.getByName(used).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Path file(String url) {
    return Path.of(url.substring(PREFIX.length()).replaceFirst(";.*", ""));
  }
}
