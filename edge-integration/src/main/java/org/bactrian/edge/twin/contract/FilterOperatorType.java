package org.bactrian.edge.twin.contract;

/** Operators of filters (Part 4, 7.7.3). */
public enum FilterOperatorType {
  /** Two operands are equal. */
  Equals,
  /** The operand is null. */
  IsNull,
  /** The first is greater. */
  GreaterThan,
  /** The first is less. */
  LessThan,
  /** The first is greater or equal. */
  GreaterThanOrEqual,
  /** The first is less or equal. */
  LessThanOrEqual,
  /** The text fits the pattern. */
  Like,
  /** The operand is false. */
  Not,
  /** The first lies between the others. */
  Between,
  /** The first equals one of the others. */
  InList,
  /** Both are true. */
  And,
  /** One is true. */
  Or,
  /** The value as another type. */
  Cast,
  /** The node is in the view. */
  InView,
  /** The node is of the type or a subtype. */
  OfType,
  /** The nodes are connected. */
  RelatedTo,
  /** Bits that both have. */
  BitwiseAnd,
  /** Bits that one has. */
  BitwiseOr
}
