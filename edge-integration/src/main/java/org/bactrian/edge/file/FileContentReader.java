package org.bactrian.edge.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.bactrian.model.file.FileStamp;
import org.jspecify.annotations.Nullable;

/**
 * Reader of a file that is read again only when its stamp has changed, and decoded only when its
 * content has. Keeps a digest, not the content. Not thread-safe.
 */
public final class FileContentReader {

  /**
   * Coarsest step of a file system's clock (FAT). A file that was written twice within it may have
   * one stamp for both contents, so that a reading within it counts once it was repeated after it.
   */
  public static final Duration CLOCK_STEP = Duration.ofSeconds(2);

  /** Access to the bytes of a file. */
  @FunctionalInterface
  public interface Bytes {
    byte[] of(Path file) throws IOException;
  }

  private final Path file;
  private final Bytes bytes;
  private final Duration clockStep;
  private @Nullable FileStamp stamp;
  private String fingerprint = "";
  private boolean conclusive;
  private long readAtNanos;

  /**
   * Creates a reader.
   *
   * @param bytes access to the content
   * @param clockStep coarsest step of the clock of the file system
   */
  public FileContentReader(Path file, Bytes bytes, Duration clockStep) {
    this.file = file;
    this.bytes = bytes;
    this.clockStep = clockStep;
  }

  /**
   * Reader of a file on disk.
   *
   * @param maxBytes largest content that is read
   */
  public static FileContentReader of(Path file, int maxBytes) {
    return new FileContentReader(file, path -> bytesOf(path, maxBytes), CLOCK_STEP);
  }

  /** Reads a regular file, since a pipe may keep its reader waiting and a device has no end. */
  private static byte[] bytesOf(Path file, int maxBytes) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "is no regular file");
    }
    try (InputStream content = Files.newInputStream(file)) {
      byte[] read = content.readNBytes(maxBytes + 1);
      if (read.length > maxBytes) {
        throw new FileSystemException(
            file.toString(), null, "has more than " + maxBytes + " bytes");
      }
      return read;
    }
  }

  /** True when the content may be another than was read last; tells it without reading. */
  public boolean mayDiffer() {
    return !FileStamp.of(file).equals(stamp)
        || (!conclusive && System.nanoTime() - readAtNanos >= clockStep.toNanos());
  }

  /** Reads the file; empty when it says the same as at the last call. */
  public Optional<FileContent> read() {
    FileStamp now = FileStamp.of(file); // before the content, so that a later change shows
    boolean repeated = now.equals(stamp);
    stamp = now;
    readAtNanos = System.nanoTime();
    try {
      byte[] read = bytes.of(file);
      conclusive = repeated || isOld(now);
      return isNews(sha256(read)) ? Optional.of(FileContent.decoded(read)) : Optional.empty();
    } catch (IOException e) {
      conclusive = false;
      FileContent.Unreadable unreadable = FileContent.unreadable(file, e);
      return isNews(unreadable.reason()) ? Optional.of(unreadable) : Optional.empty();
    }
  }

  private boolean isNews(String now) {
    boolean news = !now.equals(fingerprint);
    fingerprint = now;
    return news;
  }

  private boolean isOld(FileStamp stamp) {
    return stamp.modified().toInstant().isBefore(Instant.now().minus(clockStep));
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
