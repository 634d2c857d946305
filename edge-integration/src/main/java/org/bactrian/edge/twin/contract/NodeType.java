package org.bactrian.edge.twin.contract;

/** Kinds of types, by the instances that they have. */
public enum NodeType {
  /** It is not known. */
  Unknown,
  /** Variables of any kind. */
  Variable,
  /** Variables that are the content of an object. */
  DataVariable,
  /** Properties. */
  Property,
  /** Values. */
  DataType,
  /** Views. */
  View,
  /** Objects. */
  Object,
  /** Events. */
  Event,
  /** Interface that objects add to their type. */
  Interface
}
