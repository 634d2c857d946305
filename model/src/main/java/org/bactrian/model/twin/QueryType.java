package org.bactrian.model.twin;

/** What a query selects. */
public enum QueryType {
  /** Fields of events. */
  Event,
  /** Nodes. */
  Query
}
