package org.bactrian.edge.twin.contract;

/** What a query selects. */
public enum QueryType {
  /** Fields of events. */
  Event,
  /** Nodes. */
  Query
}
