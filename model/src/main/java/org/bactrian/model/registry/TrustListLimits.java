package org.bactrian.model.registry;

/** Limits of trust lists, which the cloud makes and the edge takes. */
public final class TrustListLimits {

  /** Largest number of entries in one of the four lists of a trust list (Part 12, 7.8.2.6). */
  public static final int MAX_ENTRIES = 1_000;

  private TrustListLimits() {}
}
