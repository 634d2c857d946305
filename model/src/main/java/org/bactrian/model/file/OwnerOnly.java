package org.bactrian.model.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that nobody but their owner may read, where the file system knows owners
 * (POSIX); elsewhere the folder's own rights apply.
 */
public final class OwnerOnly {

  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private OwnerOnly() {}

  /**
   * Makes a folder, or takes the rights of others away from one that exists.
   *
   * @throws IOException when the folder cannot be made or is somebody else's
   */
  public static void folder(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (knowsOwners(folder)) {
      Files.setPosixFilePermissions(folder, FOLDER);
    }
  }

  /**
   * Makes an empty file if there is none; an existing one keeps its content and loses the rights of
   * others.
   *
   * @throws IOException when the file cannot be made or is somebody else's
   */
  public static void touch(Path file) throws IOException {
    try {
      Files.createFile(file, attributes(file));
    } catch (FileAlreadyExistsException e) {
      if (knowsOwners(file)) {
        Files.setPosixFilePermissions(file, FILE);
      }
    }
  }

  /**
   * Writes a file whole or not at all: a reader sees the old content or the new, also after the
   * power has failed.
   *
   * @throws IOException when it cannot be written
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished, attributes(file));
    Files.write(unfinished, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static FileAttribute<?>[] attributes(Path file) throws IOException {
    return knowsOwners(file.toAbsolutePath().resolveSibling(""))
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
        : new FileAttribute<?>[0];
  }

  private static boolean knowsOwners(Path path) throws IOException {
    FileStore store = Files.getFileStore(path);
    return store.supportsFileAttributeView(PosixFileAttributeView.class);
  }
}
