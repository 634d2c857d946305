package org.bactrian.model.vault;

/**
 * Depth of nested values in DER. Parsers that call themselves for each level run out of stack for a
 * few thousand levels, so what comes from outside is looked at here first.
 */
public final class DerNesting {

  /** Levels that signing requests and their extensions stay far below. */
  private static final int MAX_DEPTH = 32;

  private static final int LONG_TAG = 0x1f;
  private static final int CONSTRUCTED = 0x20;
  private static final int MORE = 0x80;
  private static final int LENGTH_BYTES = 3;
  private static final int BYTE = 0xff;

  private final byte[] der;
  private final int[] ends = new int[MAX_DEPTH];
  private int depth;
  private int position;

  private DerNesting(byte[] der) {
    this.der = der;
  }

  /**
   * Returns whether values are nested 32 deep at most. What is cut short or has a length that DER
   * does not know, such as an indefinite one, is not.
   */
  public static boolean isShallow(byte[] der) {
    DerNesting nesting = new DerNesting(der);
    while (nesting.position < der.length) {
      if (!nesting.next()) {
        return false;
      }
    }
    return true;
  }

  /** Goes on behind the next head, and behind the content of a value that holds no others. */
  private boolean next() {
    while (depth > 0 && position == ends[depth - 1]) {
      depth--;
    }
    boolean constructed = (der[position] & CONSTRUCTED) != 0;
    int length = tag() ? length() : -1;
    int limit = depth == 0 ? der.length : ends[depth - 1];
    if (length < 0 || length > limit - position) {
      return false;
    }
    if (!constructed) {
      position += length;
    } else if (length > 0) {
      if (depth == MAX_DEPTH) {
        return false;
      }
      ends[depth++] = position + length;
    }
    return true;
  }

  private boolean tag() {
    boolean more = (der[position++] & LONG_TAG) == LONG_TAG;
    while (more && position < der.length) {
      more = (der[position++] & MORE) != 0;
    }
    return position < der.length;
  }

  /** Reads a length; negative for none. */
  private int length() {
    int first = der[position++] & BYTE;
    int bytes = first - MORE;
    if (bytes < 0) {
      return first;
    }
    if (bytes == 0 || bytes > LENGTH_BYTES || bytes > der.length - position) {
      return -1;
    }
    int length = 0;
    for (int i = 0; i < bytes; i++) {
      length = length << Byte.SIZE | der[position++] & BYTE;
    }
    return length;
  }
}
