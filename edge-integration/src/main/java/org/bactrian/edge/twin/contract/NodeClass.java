package org.bactrian.edge.twin.contract;

/** Kinds of nodes (Part 3, 5.2.2). */
public enum NodeClass {
  /** Something that has components. */
  Object,
  /** Something that has a value. */
  Variable,
  /** Something that can be called. */
  Method,
  /** Type of objects. */
  ObjectType,
  /** Type of variables. */
  VariableType,
  /** Type of references. */
  ReferenceType,
  /** Type of values. */
  DataType,
  /** A part of the address space. */
  View
}
