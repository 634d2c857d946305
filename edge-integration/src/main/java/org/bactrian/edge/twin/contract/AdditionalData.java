package org.bactrian.edge.twin.contract;

/** Bits of a status code that tell more of a historic value (Part 11, 6.4.3.4). */
public enum AdditionalData implements Flag {
  /** Nothing else is to be known. */
  None(0),
  /** The interval of the aggregate was not whole. */
  Partial(4),
  /** There are changes of the value, which can be read. */
  ExtraData(8),
  /** Several values fit the aggregate. */
  MultipleValues(16);

  private final long bits;

  AdditionalData(long bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }
}
