package org.bactrian.launcher.backup;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.bactrian.model.file.FolderLock;
import org.bactrian.model.file.OwnerOnly;
import org.jspecify.annotations.Nullable;

/**
 * Folder that collects the files of a restore until all of them are there. It lies beside a data
 * folder that does not exist yet, and takes its place by one rename. A data folder that exists may
 * be the root of a volume, which can be neither renamed nor removed: there it lies inside, its
 * content moves up at the end, and no role starts before it is gone.
 */
final class RestoreStaging implements AutoCloseable {

  /** Name of the folder inside a data folder, which tells of a restore that is not finished. */
  static final String INSIDE = ".unfinished-restore";

  /** Folder that a file system of its own has in its root. */
  static final String LOST_AND_FOUND = "lost+found";

  private static final String LOCK = ".lock";

  private final Path data;
  private final Path folder;
  private final @Nullable FolderLock lock;
  private boolean published;

  private RestoreStaging(Path data, Path folder, @Nullable FolderLock lock) {
    this.data = data;
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Prepares a folder for a restore.
   *
   * @param data the data folder, which is empty, holds a restore that was not finished, or is not
   *     there
   * @throws IOException when no folder can be made, or another restore or an edge uses the data
   *     folder
   */
  static RestoreStaging of(Path data) throws IOException {
    if (!Files.exists(data)) {
      Path above = Files.createDirectories(data.resolveSibling(""));
      Path folder = Files.createTempDirectory(above, ".restored-data");
      OwnerOnly.folder(folder);
      return new RestoreStaging(data, folder, null);
    }
    FolderLock lock;
    try {
      lock = FolderLock.take(data, "edge");
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
    RestoreStaging staging = new RestoreStaging(data, data.resolve(INSIDE), lock);
    try {
      staging.clear();
      OwnerOnly.folder(staging.folder);
      return staging;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Returns true when a restore into the data folder has begun and not ended. */
  static boolean isUnfinished(Path data) {
    return Files.exists(data.resolve(INSIDE), LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns true when nothing in a data folder would be lost. */
  static boolean isEmpty(Path data) throws IOException {
    return isUnfinished(data) || content(data).isEmpty();
  }

  /** Returns true for a file that would pass for a part of a restore or for a lock. */
  static boolean isReserved(String name) {
    String first = name.split("/", 2)[0];
    return first.equals(INSIDE) || first.equals(LOST_AND_FOUND) || name.endsWith(LOCK);
  }

  /** The folder to restore into. */
  Path folder() {
    return folder;
  }

  /**
   * Makes the files those of the data folder.
   *
   * @throws IOException when they cannot be moved; none of them is left then
   */
  void publish() throws IOException {
    if (lock == null) {
      Files.move(folder, data, StandardCopyOption.ATOMIC_MOVE);
    } else {
      for (Path entry : content(folder)) {
        // The lock's own file stays as it is; no backup of ours has one.
        Files.move(entry, data.resolve(entry.getFileName()));
      }
      restrict();
      Files.delete(folder);
    }
    published = true;
  }

  private void restrict() throws IOException {
    try {
      OwnerOnly.folder(data);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      // The root of a volume belongs to whoever mounts it; files and folders in it are the owner's.
    }
  }

  /** Removes the files unless they have been published. */
  @Override
  public void close() throws IOException {
    try {
      if (!published) {
        if (lock == null) {
          delete(folder);
        } else {
          clear();
        }
      }
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }

  /** Removes what a restore has left in the data folder, and its own folder last. */
  private void clear() throws IOException {
    if (isUnfinished(data)) {
      for (Path entry : content(data)) {
        if (!entry.equals(folder)) {
          delete(entry);
        }
      }
      delete(folder);
    }
  }

  /** Entries of a folder that count, which are all but locks and those of the file system. */
  private static List<Path> content(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().equals(LOST_AND_FOUND))
          .filter(entry -> !isLock(entry))
          .toList();
    }
  }

  private static boolean isLock(Path entry) {
    return entry.getFileName().toString().endsWith(LOCK)
        && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
        && entry.toFile().length() == 0;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException fault)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
