package org.bactrian.edge.publisher.nodes;

import java.util.Optional;

/** Attribute value that is not valid. */
final class AttributeValueException extends Exception {

  private final String remedy;
  private final boolean harmless;
  private final transient Optional<Object> instead;

  /**
   * A value that keeps what has it from being published.
   *
   * @param fault what is wrong, as a predicate of the value
   * @param remedy whole sentences
   */
  AttributeValueException(String fault, String remedy) {
    this(fault, remedy, false, Optional.empty());
  }

  private AttributeValueException(
      String fault, String remedy, boolean harmless, Optional<Object> instead) {
    super(fault, null, false, false);
    this.remedy = remedy;
    this.harmless = harmless;
    this.instead = instead;
  }

  /** A value in whose place another one is taken, which {@code remedy} says. */
  static AttributeValueException replaced(String fault, String remedy, Object instead) {
    return new AttributeValueException(fault, remedy, true, Optional.of(instead));
  }

  /** A value that counts as if it were not there, which {@code remedy} says. */
  static AttributeValueException ignored(String fault, String remedy) {
    return new AttributeValueException(fault, remedy, true, Optional.empty());
  }

  String remedy() {
    return remedy;
  }

  /** True when what has the value is published all the same. */
  boolean isHarmless() {
    return harmless;
  }

  /** The value that is taken in its place. */
  Optional<Object> instead() {
    return instead;
  }
}
