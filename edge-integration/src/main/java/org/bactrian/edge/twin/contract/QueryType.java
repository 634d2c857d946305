package org.bactrian.edge.twin.contract;

/** Kinds of queries. */
public enum QueryType {
  /** Fields of events. */
  Event,
  /** Nodes. */
  Query
}
