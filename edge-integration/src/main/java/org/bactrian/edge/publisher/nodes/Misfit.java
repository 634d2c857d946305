package org.bactrian.edge.publisher.nodes;

/** A value that an attribute cannot have. */
final class Misfit extends Exception {

  private final String mend;

  /**
   * @param fault what is wrong, as a predicate of the value
   * @param mend whole sentences
   */
  Misfit(String fault, String mend) {
    super(fault, null, false, false);
    this.mend = mend;
  }

  String mend() {
    return mend;
  }
}
