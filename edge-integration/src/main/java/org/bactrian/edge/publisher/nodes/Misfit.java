package org.bactrian.edge.publisher.nodes;

import java.util.Optional;

/** A value that an attribute cannot have. */
final class Misfit extends Exception {

  private final String mend;
  private final boolean harmless;
  private final transient Optional<Object> instead;

  /**
   * A value that keeps what has it from being published.
   *
   * @param fault what is wrong, as a predicate of the value
   * @param mend whole sentences
   */
  Misfit(String fault, String mend) {
    this(fault, mend, false, Optional.empty());
  }

  private Misfit(String fault, String mend, boolean harmless, Optional<Object> instead) {
    super(fault, null, false, false);
    this.mend = mend;
    this.harmless = harmless;
    this.instead = instead;
  }

  /** A value in whose place another one is taken, which {@code mend} says. */
  static Misfit replaced(String fault, String mend, Object instead) {
    return new Misfit(fault, mend, true, Optional.of(instead));
  }

  /** A value that counts as if it were not there, which {@code mend} says. */
  static Misfit ignored(String fault, String mend) {
    return new Misfit(fault, mend, true, Optional.empty());
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
