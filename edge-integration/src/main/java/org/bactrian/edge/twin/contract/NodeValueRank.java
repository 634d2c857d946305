package org.bactrian.edge.twin.contract;

/** Number of dimensions of a value (Part 3, 5.6.2). */
public enum NodeValueRank {
  /** One or more. */
  OneOrMoreDimensions(0),
  /** One. */
  OneDimension(1),
  /** Two. */
  TwoDimensions(2),
  /** None or one. */
  ScalarOrOneDimension(-3),
  /** Any number or none. */
  Any(-2),
  /** None. */
  Scalar(-1);

  private final int rank;

  NodeValueRank(int rank) {
    this.rank = rank;
  }

  /** The name of a rank. Three dimensions and more have none of their own. */
  public static NodeValueRank of(int rank) {
    for (NodeValueRank known : values()) {
      if (known.rank == rank) {
        return known;
      }
    }
    return OneOrMoreDimensions;
  }

  /** The number of this rank. */
  public int rank() {
    return rank;
  }
}
