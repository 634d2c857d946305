package org.bactrian.edge.twin.contract;

/** Units of an exception deviation (Part 11, 5.2.2), in the order of their numbers. */
public enum ExceptionDeviationType {
  /** The unit of the value. */
  AbsoluteValue,
  /** Percent of the value. */
  PercentOfValue,
  /** Percent of the instrument range. */
  PercentOfRange,
  /** Percent of the engineering unit range. */
  PercentOfEURange
}
