package org.bactrian.edge.outbox;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bactrian.edge.outbox.RecordFormat.DecodedRecord;

/** Reader of all records of a segment, which leaves out what is damaged. */
final class SegmentScanner {

  /** Receiver of the records, in their order. */
  @FunctionalInterface
  interface RecordVisitor {

    void visit(int offset, DecodedRecord found);
  }

  /**
   * Bytes that belong to no valid record.
   *
   * @param offset where in the file they begin
   */
  record DamagedRange(int offset, int bytes) {}

  private SegmentScanner() {}

  /** Reads a segment behind its header. */
  static List<DamagedRange> scan(ByteBuffer segment, RecordFormat format, RecordVisitor visitor) {
    List<DamagedRange> damaged = new ArrayList<>();
    int valid = SegmentHeader.SIZE;
    int offset = valid;
    while (offset < segment.limit()) {
      Optional<DecodedRecord> found = format.decode(segment, offset);
      if (found.isEmpty()) {
        offset = format.nextMarker(segment, offset + 1);
        continue;
      }
      if (offset > valid) {
        damaged.add(new DamagedRange(valid, offset - valid));
      }
      visitor.visit(offset, found.get());
      offset += found.get().size();
      valid = offset;
    }
    if (offset > valid) {
      damaged.add(new DamagedRange(valid, offset - valid));
    }
    return damaged;
  }
}
