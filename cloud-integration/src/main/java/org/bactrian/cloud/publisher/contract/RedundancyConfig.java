package org.bactrian.cloud.publisher.contract;

import org.jspecify.annotations.Nullable;

/**
 * Number of publishers that carry out a job at once.
 *
 * @param desiredActiveAgents those that publish
 * @param desiredPassiveAgents those that wait to take over; null for none
 */
public record RedundancyConfig(
    @Nullable Integer desiredActiveAgents, @Nullable Integer desiredPassiveAgents) {

  /** One publisher, which every job has. */
  public static final RedundancyConfig ONE = new RedundancyConfig(1, null);
}
