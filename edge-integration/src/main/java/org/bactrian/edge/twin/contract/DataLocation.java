package org.bactrian.edge.twin.contract;

/** Origins of a historic value (Part 11, 6.4.3.4). */
public enum DataLocation {
  /** Recorded. */
  Raw,
  /** Computed by an aggregate. */
  Calculated,
  /** Interpolated between recorded values. */
  Interpolated
}
