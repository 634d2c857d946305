package org.bactrian.edge.publisher.message;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reusable buffer of bytes that grows and can be cut back. Not thread-safe. */
final class ByteSink extends OutputStream {

  /** A buffer that once had to be larger than this is not kept. */
  private static final int KEPT = 4 << 20;

  private final int initial;
  private byte[] bytes;
  private int size;

  ByteSink(int initial) {
    this.initial = initial;
    this.bytes = new byte[initial];
  }

  @Override
  public void write(int b) {
    reserve(1);
    bytes[size++] = (byte) b;
  }

  @Override
  public void write(byte[] source, int from, int length) {
    reserve(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /** Appends a part of another sink. */
  void append(ByteSink source, int from, int to) {
    write(source.bytes, from, to - from);
  }

  int size() {
    return size;
  }

  /** Forgets what lies behind {@code newSize}. */
  void truncate(int newSize) {
    size = newSize;
  }

  /** Takes a part out; what is behind it moves up. */
  void remove(int from, int to) {
    System.arraycopy(bytes, to, bytes, from, size - to);
    size -= to - from;
  }

  /** Forgets everything. */
  void clear() {
    size = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[initial];
    }
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** The bytes as UTF-8 text. */
  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  private void reserve(int length) {
    if (size + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
    }
  }
}
