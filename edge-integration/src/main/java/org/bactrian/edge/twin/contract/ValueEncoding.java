package org.bactrian.edge.twin.contract;

/** JSON encodings of values (Part 6, 5.4). */
public enum ValueEncoding {
  /** With what it takes to read them without knowing their type. */
  Reversible,
  /** For readers who need no types. */
  NonReversible
}
