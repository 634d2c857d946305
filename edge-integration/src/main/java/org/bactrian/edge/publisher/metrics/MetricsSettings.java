package org.bactrian.edge.publisher.metrics;

/**
 * Settings of metrics under the names of OPC Publisher.
 *
 * @param siteId site of the edge, empty for none
 * @param publisherId name of the publisher
 * @param totalSuffix whether counts end in {@code _total}
 * @param mostSeries largest number of groups, of servers and of writers with metrics of their own
 */
public record MetricsSettings(
    String siteId, String publisherId, boolean totalSuffix, int mostSeries) {

  /** Number of OPC Publisher. */
  public static final int DEFAULT_MOST_SERIES = 4000;

  /** Those of a publisher without a name. */
  public static final MetricsSettings DEFAULT =
      new MetricsSettings("", "", false, DEFAULT_MOST_SERIES);
}
