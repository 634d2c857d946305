package org.bactrian.bench;

import java.util.List;

/** Quantile of sorted figures. */
final class Quantile {

  private Quantile() {}

  static double median(List<Double> figures) {
    return of(0.5, figures);
  }

  /**
   * The figure nearest to a share, such as 0.25 for the lower quartile.
   *
   * @param figures at least one
   */
  static double of(double share, List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    return sorted.get((int) Math.round(share * (sorted.size() - 1)));
  }
}
