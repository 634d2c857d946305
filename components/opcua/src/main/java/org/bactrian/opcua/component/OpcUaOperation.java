package org.bactrian.opcua.component;

/** What an endpoint does. */
public enum OpcUaOperation {
  /** Consumes changes of values. */
  subscribe,
  /** Reads attributes of nodes. */
  read,
  /** Writes values of nodes. */
  write,
  /** Calls a method. */
  call,
  /** Follows references from nodes. */
  browse
}
