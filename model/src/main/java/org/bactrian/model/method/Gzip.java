package org.bactrian.model.method;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.IntConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses what goes in parts. */
final class Gzip {

  private static final int BUFFER = 8192;

  private Gzip() {}

  static byte[] compress(byte[] data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(data.length / 4 + BUFFER);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, BUFFER)) {
      gzip.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Some peers compress nothing to nothing, which is read as such.
   *
   * @throws IOException when {@code data} is not compressed, or becomes larger than {@code max}
   */
  static byte[] uncompress(byte[] data, int max) throws IOException {
    return uncompress(data, max, grown -> {});
  }

  /**
   * Uncompresses data, and tells {@code grows} of each so many bytes more; what that throws ends
   * it.
   *
   * @throws IOException when {@code data} is not compressed, or becomes larger than {@code max}
   */
  static byte[] uncompress(byte[] data, int max, IntConsumer grows) throws IOException {
    if (data.length == 0) {
      return data;
    }
    try (InputStream gzip =
        new Told(new GZIPInputStream(new ByteArrayInputStream(data), BUFFER), grows)) {
      byte[] payload = gzip.readNBytes(max);
      if (gzip.read() >= 0) {
        throw new IOException("it has more than " + max + " bytes when it is uncompressed");
      }
      return payload;
    }
  }

  /** Stream that reports the bytes read from it, block by block. */
  private static final class Told extends FilterInputStream {

    private final IntConsumer grows;

    Told(InputStream in, IntConsumer grows) {
      super(in);
      this.grows = grows;
    }

    @Override
    public int read(byte[] block, int offset, int length) throws IOException {
      int count = super.read(block, offset, length);
      if (count > 0) {
        grows.accept(count);
      }
      return count;
    }
  }
}
