package org.bactrian.edge.publisher.configuration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;
import org.bactrian.model.file.FolderEntries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New content of a file that is on disk as a whole before it takes the place of the former one.
 * Owner and permissions stay. Not thread-safe.
 */
final class ReplacedFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReplacedFile.class);

  private final Path file;
  private final Path prepared;

  private ReplacedFile(Path file, Path prepared) {
    this.file = file;
    this.prepared = prepared;
  }

  /**
   * Writes the content beside the file.
   *
   * @throws IOException when the folder cannot be written
   */
  static ReplacedFile prepare(Path file, byte[] content) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath().normalize();
    Path folder = target.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path prepared = Files.createTempFile(folder, "." + target.getFileName(), ".new");
    ReplacedFile replacement = new ReplacedFile(target, prepared);
    try {
      write(prepared, content);
      replacement.keepOwner();
      return replacement;
    } catch (IOException | RuntimeException e) {
      replacement.close();
      throw e;
    }
  }

  /** The content of a file; empty when there is none. */
  static Optional<byte[]> bytes(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void keepOwner() throws IOException {
    PosixFileAttributeView present = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    PosixFileAttributeView next =
        Files.getFileAttributeView(prepared, PosixFileAttributeView.class);
    if (present == null || next == null || !Files.exists(file)) {
      return;
    }
    next.setPermissions(present.readAttributes().permissions());
    try {
      if (!next.getOwner().equals(present.getOwner())) {
        next.setOwner(present.getOwner());
      }
    } catch (IOException e) {
      LOG.debug("{} gets another owner", file, e);
    }
  }

  /**
   * Puts the content in the place of the file. A file that is a mount of its own cannot be
   * replaced; it is written in place.
   */
  void commit() throws IOException {
    try {
      Files.move(prepared, file, StandardCopyOption.ATOMIC_MOVE);
      Path folder = file.getParent();
      if (folder != null) {
        FolderEntries.force(folder);
      }
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!Files.isRegularFile(file)) {
        throw e;
      }
      LOG.debug("{} cannot be replaced and is written in place", file, e);
      write(file, Files.readAllBytes(prepared));
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(prepared);
    } catch (IOException e) {
      LOG.warn("{} is left over and can be deleted: {}", prepared, e.toString());
    }
  }
}
