package org.bactrian.bench.outbox;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;

/** Bodies that no store can compress, with a mark, a number and a checksum. */
final class NumberedBody {

  /** Bytes of a body. */
  static final int SIZE = 10_000;

  private static final long MARK = 0x5A6E_1D0B_0D7E_57A1L;
  private static final int CHECKSUM_AT = 2 * Long.BYTES;
  private static final int CONTENT_AT = CHECKSUM_AT + Integer.BYTES;
  private static final int VARIANTS = 64;
  private static final byte[][] TEMPLATES = templates();

  private NumberedBody() {}

  private static byte[][] templates() {
    Random random = new Random(1);
    byte[][] templates = new byte[VARIANTS][SIZE];
    for (byte[] template : templates) {
      random.nextBytes(template);
      ByteBuffer.wrap(template).putLong(0, MARK).putInt(CHECKSUM_AT, checksum(template));
    }
    return templates;
  }

  static byte[] of(long number) {
    byte[] body = TEMPLATES[(int) (number % VARIANTS)].clone();
    ByteBuffer.wrap(body).putLong(Long.BYTES, number);
    return body;
  }

  /** Returns the number of a body. */
  static long number(byte[] body) {
    return ByteBuffer.wrap(body).getLong(Long.BYTES);
  }

  /** Returns whether a body is as it was made. */
  static boolean isIntact(byte[] body) {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    return body.length == SIZE
        && bytes.getLong(0) == MARK
        && bytes.getInt(CHECKSUM_AT) == checksum(body);
  }

  /** Returns the bytes with which the body of a number begins. */
  static byte[] beginning(long number) {
    return ByteBuffer.allocate(CHECKSUM_AT).putLong(MARK).putLong(number).array();
  }

  private static int checksum(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body, CONTENT_AT, SIZE - CONTENT_AT);
    return (int) crc.getValue();
  }
}
