package org.bactrian.edge.outbox;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Beginning of a segment file. It is written twice, so that one damaged byte does not make all
 * records of the file unreadable.
 *
 * @param version version of the format of the records behind it
 * @param salt random number that is part of the checksum of each record, so that bytes in a body
 *     cannot pass for a record when a damaged one is skipped
 * @param firstId id below which are the ids of all earlier segments
 */
record SegmentHeader(int version, long salt, long firstId) {

  /** Format that is written. */
  static final int CURRENT_VERSION = 1;

  private static final long MAGIC = 0x42414354524C4F47L; // BACTRLOG
  private static final int COPY = Long.BYTES + Integer.BYTES + 2 * Long.BYTES + Integer.BYTES;

  /** Bytes of both copies. */
  static final int SIZE = 2 * COPY;

  ByteBuffer toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    for (int copy = 0; copy < SIZE; copy += COPY) {
      bytes.putLong(MAGIC).putInt(version).putLong(salt).putLong(firstId);
      bytes.putInt(checksum(bytes, copy));
    }
    return bytes.flip();
  }

  /** Returns the header that a file begins with, empty when both copies are damaged. */
  static Optional<SegmentHeader> read(ByteBuffer file) {
    for (int copy = 0; copy < SIZE && copy + COPY <= file.limit(); copy += COPY) {
      boolean valid =
          file.getLong(copy) == MAGIC
              && file.getInt(copy + COPY - Integer.BYTES) == checksum(file, copy);
      if (valid) {
        ByteBuffer fields = file.duplicate().position(copy + Long.BYTES);
        return Optional.of(new SegmentHeader(fields.getInt(), fields.getLong(), fields.getLong()));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the version of a file whose header may have a layout of later times: magic and version
   * come first in all of them.
   */
  static int versionOf(ByteBuffer file) {
    boolean magic = file.limit() >= Long.BYTES + Integer.BYTES && file.getLong(0) == MAGIC;
    return magic ? file.getInt(Long.BYTES) : 0;
  }

  private static int checksum(ByteBuffer bytes, int copy) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().limit(copy + COPY - Integer.BYTES).position(copy));
    return (int) crc.getValue();
  }
}
