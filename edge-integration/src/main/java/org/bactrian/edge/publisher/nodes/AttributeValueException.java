package org.bactrian.edge.publisher.nodes;

import java.util.Optional;

/** A value that an attribute cannot have. */
final class AttributeValueException extends Exception {

  private final String mend;
  private final boolean harmless;
  private final transient Optional<Object> instead;

  /**
   * A value that keeps what has it from being published.
   *
   * @param fault what is wrong, as a predicate of the value
   * @param mend whole sentences
   */
  AttributeValueException(String fault, String mend) {
    this(fault, mend, false, Optional.empty());
  }

  private AttributeValueException(
      String fault, String mend, boolean harmless, Optional<Object> instead) {
    super(fault, null, false, false);
    this.mend = mend;
    this.harmless = harmless;
    this.instead = instead;
  }

  /** A value in whose place another one is taken, which {@code mend} says. */
  static AttributeValueException replaced(String fault, String mend, Object instead) {
    return new AttributeValueException(fault, mend, true, Optional.of(instead));
  }

  /** A value that counts as if it were not there, which {@code mend} says. */
  static AttributeValueException ignored(String fault, String mend) {
    return new AttributeValueException(fault, mend, true, Optional.empty());
  }

  String mend() {
    return mend;
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
