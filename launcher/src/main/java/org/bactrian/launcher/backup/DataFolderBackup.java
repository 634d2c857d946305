package org.bactrian.launcher.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bactrian.model.file.FolderLock;
import org.bactrian.model.file.OwnerOnly;

/**
 * Backup of a data folder into one file that only its owner may read. It is taken while no role
 * runs with the folder, so that all files are of one moment: an edge acknowledges to its servers
 * what is in its outbox, and a copy of a file that is being written would lose that.
 */
public final class DataFolderBackup {

  /** Folders that are made again, and that of a volume's file system, which only root may read. */
  private static final Set<String> LEFT_OUT = Set.of("bench-peers", RestoreStaging.LOST_AND_FOUND);

  private final Path data;

  /**
   * @param data the data folder
   */
  public DataFolderBackup(Path data) {
    this.data = data.toAbsolutePath().normalize();
  }

  /**
   * Result of a backup.
   *
   * @param files how many files are in it
   * @param bytes bytes of the files
   */
  public record Result(int files, long bytes) {}

  /**
   * Writes a backup.
   *
   * @param file file to make; there must be none
   * @throws BackupException when a role uses the folder, or a file cannot be read or written
   */
  public Result write(Path file) throws BackupException {
    Path target = file.toAbsolutePath().normalize();
    if (!Files.isDirectory(data)) {
      throw new BackupException("There is no data folder " + data + ". Name it with --data.");
    }
    if (target.startsWith(data)) {
      throw new BackupException(
          target + " lies in the data folder itself. Name a file on another disk.");
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new BackupException(
          target + " exists, and a backup never replaces another. Name a new file.");
    }
    if (RestoreStaging.isUnfinished(data)) {
      throw new BackupException(
          "A restore into " + data + " was not finished. Run it again before a backup is made.");
    }
    FolderLock lock;
    try {
      lock = FolderLock.take(data, "edge");
    } catch (IllegalStateException e) {
      throw inUse(e);
    }
    try {
      List<Path> files = files();
      requireUnused(files);
      return write(files, target);
    } catch (IOException | UncheckedIOException e) {
      throw new BackupException(
          "The backup " + target + " cannot be made: " + BackupException.reason(e), e);
    } finally {
      lock.close();
    }
  }

  private BackupException inUse(Exception cause) {
    return new BackupException(
        ("A role runs with the data folder %s. Stop it, make the backup, and start it again: the"
                + " servers keep the values of the meantime for the edge (--outage).")
            .formatted(data),
        cause);
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isLeftOut(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
            if (isLeftOut(file)) {
              return FileVisitResult.CONTINUE;
            }
            throw fault;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isSymbolicLink()) {
              throw new IOException(
                  file + " is a link, and what it leads to would not be in the backup");
            }
            String name = file.getFileName().toString();
            if (attributes.isRegularFile() && !name.endsWith(".lock") && !name.endsWith(".jsa")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private boolean isLeftOut(Path folder) {
    return LEFT_OUT.contains(data.relativize(folder).toString());
  }

  /** Databases lock their files while they are open, in whichever process. */
  private void requireUnused(List<Path> files) throws IOException, BackupException {
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
          FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
        if (lock == null) {
          throw inUse(new IOException(file + " is locked"));
        }
      } catch (OverlappingFileLockException e) {
        throw inUse(e);
      }
    }
    // H2 names the process that has a shared database in this file, and deletes it at its end.
    Path database = data.resolve("database").resolve("cloud.lock.db");
    if (Files.exists(database)) {
      throw new BackupException(
          ("%s exists: a cloud runs with the data folder %s, or was killed. Stop it; if none runs,"
                  + " start one and stop it, so that its database is whole.")
              .formatted(database, data));
    }
  }

  private Result write(List<Path> files, Path target) throws IOException {
    Path unfinished = target.resolveSibling("." + target.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    OwnerOnly.touch(unfinished);
    try {
      BackupManifest manifest = manifest(files);
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry(BackupManifest.ENTRY));
        zip.write(manifest.toBytes());
        for (Path file : files) {
          zip.putNextEntry(new ZipEntry(name(file)));
          Files.copy(file, zip);
        }
        zip.finish();
        channel.force(true);
      }
      move(unfinished, target);
      return new Result(files.size(), manifest.bytes());
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void move(Path unfinished, Path target) throws IOException {
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(unfinished, target);
    }
  }

  private BackupManifest manifest(List<Path> files) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    for (Path file : files) {
      sizes.put(name(file), Files.size(file));
    }
    return new BackupManifest(BackupManifest.FORMAT, Instant.now().toString(), sizes);
  }

  private String name(Path file) {
    return data.relativize(file).toString().replace('\\', '/');
  }
}
