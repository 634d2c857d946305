package org.bactrian.edge.twin.contract;

/** What kind of instances a type has. */
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
  /** What objects add to their type. */
  Interface
}
