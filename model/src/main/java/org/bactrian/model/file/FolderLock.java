package org.bactrian.model.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lock on a folder that keeps a second role of the same name away, in this process or another one.
 * Two edges with one data folder would be the same identity at the hub and take the connection from
 * each other. The lock ends with the process, however that ends.
 */
public final class FolderLock implements AutoCloseable {

  /** Locks belong to the process, and closing any channel of a file may end them. */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the folder for a role.
   *
   * @param data the folder, made when it is not there
   * @param role name of those of which one may use the folder, such as {@code edge}
   * @throws IllegalStateException when such a role has it already
   * @throws UncheckedIOException when the folder cannot be written
   */
  public static FolderLock take(Path data, String role) {
    try {
      Path file = Files.createDirectories(data).toRealPath().resolve(role + ".lock");
      if (!HELD_HERE.add(file)) {
        throw taken(data, role);
      }
      FileChannel channel = open(file);
      if (channel.tryLock() == null) {
        channel.close();
        HELD_HERE.remove(file);
        throw taken(data, role);
      }
      return new FolderLock(file, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(data + " cannot be locked", e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      HELD_HERE.remove(file);
      throw e;
    }
  }

  private static IllegalStateException taken(Path data, String role) {
    return new IllegalStateException(
        ("Another %s runs with the data folder %s. Stop it, or name another folder with"
                + " --data")
            .formatted(role, data));
  }

  /** Leaves the folder to others. */
  @Override
  public void close() {
    try {
      channel.close();
      HELD_HERE.remove(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
