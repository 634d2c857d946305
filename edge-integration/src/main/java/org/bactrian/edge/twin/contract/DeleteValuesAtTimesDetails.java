package org.bactrian.edge.twin.contract;

import java.time.Instant;
import java.util.List;

/**
 * Times whose values are deleted (Part 11, 6.9.6).
 *
 * @param reqTimes the times
 */
public record DeleteValuesAtTimesDetails(List<Instant> reqTimes) {

  public DeleteValuesAtTimesDetails {
    reqTimes = reqTimes == null ? null : List.copyOf(reqTimes);
  }
}
