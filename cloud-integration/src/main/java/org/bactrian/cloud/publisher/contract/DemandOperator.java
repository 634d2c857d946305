package org.bactrian.cloud.publisher.contract;

/** Comparison of a capability of a publisher with a demand of a job. */
public enum DemandOperator {
  /** The capability has this value, with case. */
  Equals,
  /** The regular expression is found in the value of the capability. */
  Match,
  /** There is such a capability. */
  Exists
}
