package org.bactrian.launcher.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.bactrian.model.file.OwnerOnly;
import org.jspecify.annotations.Nullable;

/**
 * Restore of a data folder from a backup. The file may be anybody's: paths that lead out of the
 * folder, files that the manifest does not name, more bytes than it names, and more than the disk
 * has room for are refused. A folder that is not there yet appears whole or not at all; in one that
 * is there, such as the root of a volume, no role starts before the restore is complete.
 */
public final class DataFolderRestore {

  private static final int BUFFER = 64 * 1024;

  /** Room that is left on the disk for whoever else uses it. */
  private static final long SPARE_BYTES = 64L * 1024 * 1024;

  private final Path data;

  /**
   * @param data the data folder; there must be none, an empty one, or one in which a restore was
   *     not finished
   */
  public DataFolderRestore(Path data) {
    this.data = data.toAbsolutePath().normalize();
  }

  /**
   * Restores a backup.
   *
   * @return how many files were restored
   * @throws BackupException when the folder has files already, or the file is no sound backup;
   *     nothing was restored then
   */
  public int read(Path file) throws BackupException {
    try {
      requireEmpty();
      if (!Files.isRegularFile(file)) {
        throw new BackupException("There is no backup " + file + ".");
      }
      try (RestoreStaging staging = RestoreStaging.of(data)) {
        int files = extract(file, staging.folder());
        staging.publish();
        return files;
      }
    } catch (IOException | IllegalArgumentException e) {
      // ZipFile throws the latter for names in no encoding.
      throw new BackupException(
          file + " cannot be restored: " + BackupException.reason(e) + ". Nothing was restored.",
          e);
    }
  }

  private void requireEmpty() throws IOException, BackupException {
    if (!Files.exists(data)) {
      return;
    }
    if (!Files.isDirectory(data)) {
      throw new BackupException(data + " is no folder. Name another with --data.");
    }
    if (!RestoreStaging.isEmpty(data)) {
      throw new BackupException(
          data
              + " has files already, and a backup never replaces them. Move the folder away, or"
              + " name another with --data.");
    }
  }

  /**
   * Refuses a data folder in which a restore was begun and not finished.
   *
   * @throws IllegalStateException when it is one
   */
  public static void requireFinished(Path data) {
    if (RestoreStaging.isUnfinished(data)) {
      throw new IllegalStateException(
          "A restore into %s was not finished. Run it again: ./bactrian restore FILE --data %s"
              .formatted(data, data));
    }
  }

  private int extract(Path file, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      BackupManifest manifest = manifest(zip);
      requireRoom(manifest, folder);
      Set<String> restored = new HashSet<>();
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      for (ZipEntry entry : entries) {
        String name = entry.getName();
        if (name.equals(BackupManifest.ENTRY)) {
          continue;
        }
        Long size = manifest.files().get(name);
        if (size == null || !restored.add(name)) {
          throw new IOException(
              "its entry \"" + shown(name) + "\" is not one of its list of files");
        }
        try (InputStream in = zip.getInputStream(entry)) {
          copy(in, target(folder, name), size, name);
        }
      }
      if (restored.size() != manifest.files().size()) {
        throw new IOException(
            (manifest.files().size() - restored.size()) + " files of its list are missing");
      }
      return restored.size();
    }
  }

  private static BackupManifest manifest(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(BackupManifest.ENTRY);
    if (entry == null) {
      throw new IOException("it is no backup, as it has no " + BackupManifest.ENTRY);
    }
    byte[] json;
    try (InputStream in = zip.getInputStream(entry)) {
      json = in.readNBytes(BackupManifest.MAX_BYTES);
    }
    BackupManifest manifest;
    try {
      // JSON's null is read as null.
      manifest = Objects.requireNonNull(BackupManifest.read(json));
    } catch (IOException | RuntimeException e) {
      throw new IOException("its " + BackupManifest.ENTRY + " cannot be read", e);
    }
    if (manifest.format() != BackupManifest.FORMAT) {
      throw new IOException(
          "it has the form "
              + manifest.format()
              + " of another version of Bactrian; this one reads the form "
              + BackupManifest.FORMAT);
    }
    return manifest;
  }

  private static void requireRoom(BackupManifest manifest, Path folder) throws IOException {
    long room = Files.getFileStore(folder).getUsableSpace() - SPARE_BYTES;
    long bytes = 0;
    for (long size : manifest.files().values()) {
      if (size < 0 || size > room - bytes) {
        throw new IOException(
            "its files do not fit into the " + room + " bytes that the disk has room for");
      }
      bytes += size;
    }
  }

  /** The file of an entry, which must lie in the folder. */
  private static Path target(Path folder, String name) throws IOException {
    Path target;
    try {
      target = folder.resolve(name);
    } catch (InvalidPathException e) {
      throw leadsOut(name, e);
    }
    boolean sound =
        !name.isEmpty()
            && name.indexOf('\\') < 0
            && target.normalize().equals(target)
            && target.startsWith(folder)
            && !target.equals(folder)
            && folder.relativize(target).toString().replace('\\', '/').equals(name);
    if (!sound) {
      throw leadsOut(name, null);
    }
    if (RestoreStaging.isReserved(name)) {
      throw new IOException(
          "its entry \"" + shown(name) + "\" has a name that no file of a data folder has");
    }
    Path above = folder;
    for (Path part : folder.relativize(target)) {
      if (!above.equals(folder)) {
        OwnerOnly.folder(above);
      }
      above = above.resolve(part);
    }
    return target;
  }

  private static IOException leadsOut(String name, @Nullable Exception cause) {
    return new IOException(
        "the path of its entry \"" + shown(name) + "\" leads out of the data folder", cause);
  }

  private static String shown(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 200 ? plain.substring(0, 200) + "…" : plain;
  }

  private static void copy(InputStream in, Path target, long size, String name) throws IOException {
    OwnerOnly.touch(target);
    long left = size;
    byte[] buffer = new byte[BUFFER];
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        left -= read;
        if (left < 0) {
          break;
        }
        out.write(buffer, 0, read);
      }
      channel.force(true);
    }
    if (left != 0) {
      throw new IOException(
          "its entry \""
              + shown(name)
              + "\" does not have the "
              + size
              + " bytes of its list of files");
    }
  }
}
