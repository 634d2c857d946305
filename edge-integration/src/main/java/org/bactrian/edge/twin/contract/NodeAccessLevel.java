package org.bactrian.edge.twin.contract;

/** Bits of the access level of a variable (Part 3, 8.57 and 8.58). */
public enum NodeAccessLevel implements Flag {
  /** Nothing. */
  None(0x0),
  /** It can be read. */
  CurrentRead(0x1),
  /** It can be written. */
  CurrentWrite(0x2),
  /** Its history can be read. */
  HistoryRead(0x4),
  /** Its history can be changed. */
  HistoryWrite(0x8),
  /** Its meaning can change. */
  SemanticChange(0x10),
  /** Its status can be written. */
  StatusWrite(0x20),
  /** Its source time stamp can be written. */
  TimestampWrite(0x40),
  /** It is read in parts. */
  NonatomicRead(0x100),
  /** It is written in parts. */
  NonatomicWrite(0x200),
  /** It is written as a whole only. */
  WriteFullArrayOnly(0x400);

  private final long bits;

  NodeAccessLevel(long bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }
}
