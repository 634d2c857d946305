package org.bactrian.edge.twin.contract;

import java.time.Instant;
import java.util.List;

/**
 * Times whose values are read (Part 11, 6.4.5).
 *
 * @param reqTimes the times
 * @param useSimpleBounds whether a value is computed from the nearest ones, good or not; null for
 *     false
 */
public record ReadValuesAtTimesDetails(List<Instant> reqTimes, Boolean useSimpleBounds) {

  public ReadValuesAtTimesDetails {
    reqTimes = reqTimes == null ? null : List.copyOf(reqTimes);
  }
}
