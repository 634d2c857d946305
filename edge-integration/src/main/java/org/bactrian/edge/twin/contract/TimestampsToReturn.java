package org.bactrian.edge.twin.contract;

/** Selection of the timestamps that come with a value (Part 4, 7.40). */
public enum TimestampsToReturn {
  /** Of the source and of the server. */
  Both,
  /** Of the source. */
  Source,
  /** Of the server. */
  Server,
  /** None. */
  None
}
