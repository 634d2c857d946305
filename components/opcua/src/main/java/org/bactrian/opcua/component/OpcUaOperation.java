package org.bactrian.opcua.component;

/** Operation of an endpoint. */
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
