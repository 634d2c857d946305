package org.bactrian.cloud.publisher.contract;

import org.jspecify.annotations.Nullable;

/**
 * Condition for publishers to take a job.
 *
 * @param key name of a capability, in any case
 * @param operator comparison; null for {@link DemandOperator#Equals}
 * @param value value to compare with
 */
public record Demand(String key, @Nullable DemandOperator operator, @Nullable String value) {

  /** A capability that has to have a value. */
  public static Demand equal(String key, String value) {
    return new Demand(key, null, value);
  }
}
