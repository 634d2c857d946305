package org.bactrian.edge.outbox;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Format of the records of a segment file. */
interface RecordFormat {

  /**
   * Returns the format that a header names.
   *
   * @throws IllegalArgumentException when its version is not known
   */
  static RecordFormat of(SegmentHeader header) {
    return switch (header.version()) {
      case 1 -> new RecordFormatV1(header.salt());
      default ->
          throw new IllegalArgumentException(
              "No format of records has version " + header.version());
    };
  }

  /** Returns the record of an entry. */
  EncodedRecord encode(LogEntry entry);

  /** Returns the record that begins at an offset, empty when there is no valid one. */
  Optional<DecodedRecord> decode(ByteBuffer segment, int offset);

  /**
   * Returns the header of a message, without a look at its checksum.
   *
   * @param record the message's record, of which the body may be missing
   * @return empty when it is no record of a message of this id
   */
  Optional<byte[]> decodeHeader(ByteBuffer record, long id);

  /**
   * Returns the first offset, from the given one on, where a record may begin, or the segment's
   * limit.
   */
  int nextMarker(ByteBuffer segment, int from);

  /**
   * Record to be written.
   *
   * @param head all but the body of a message
   * @param body body of a message, else empty
   */
  record EncodedRecord(ByteBuffer head, ByteBuffer body) {

    int size() {
      return head.remaining() + body.remaining();
    }
  }

  /**
   * Record that was read.
   *
   * @param size bytes from its marker to its end
   */
  record DecodedRecord(LogEntry entry, int size) {}
}
