package org.bactrian.model.method;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    if (data.length == 0) {
      return data;
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(data), BUFFER)) {
      byte[] payload = gzip.readNBytes(max);
      if (gzip.read() >= 0) {
        throw new IOException("it has more than " + max + " bytes when it is uncompressed");
      }
      return payload;
    }
  }
}
