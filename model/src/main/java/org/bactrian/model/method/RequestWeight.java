package org.bactrian.model.method;

/**
 * Memory that the body of a request takes while it is carried out, estimated from what has arrived
 * of it. For use by one thread.
 *
 * <p>A body is held as it arrived, as the text and the tree that are read from it, and as what is
 * sent on. A tree of many small values is larger than its text: {@code [[],[],…]} takes fifty times
 * as much.
 */
public final class RequestWeight {

  /** Times that the bytes of a body are held at once. */
  private static final int COPIES = 4;

  /** Bytes of a value in a tree of JSON, beside those of its text. */
  private static final int VALUE_BYTES = 64;

  private long length;
  private long values;
  private boolean inText;
  private boolean escaped;

  /** Bytes of memory that a body of {@code length} bytes takes that is no JSON. */
  public static long ofLength(long length) {
    return length * COPIES;
  }

  /** Bytes of memory that a body takes that is JSON. */
  public static long ofJson(byte[] body) {
    RequestWeight weight = new RequestWeight();
    weight.add(body);
    return weight.bytes();
  }

  /** Adds the next part of a body that is JSON. */
  public void add(byte[] part) {
    length += part.length;
    for (byte next : part) {
      if (inText) {
        inText = escaped || next != '"';
        escaped = !escaped && next == '\\';
      } else {
        switch (next) {
          case '"' -> inText = true;
          case '{', '[', ',', ':' -> values++;
          default -> {
            // Part of a number or a word, or white space.
          }
        }
      }
    }
  }

  /** Bytes of memory that what was added takes. */
  public long bytes() {
    return ofLength(length) + values * VALUE_BYTES;
  }
}
