package org.bactrian.cloud.publisher.contract;

/** Part of a worker in a job. */
public enum ProcessMode {
  /** It publishes. */
  Active,
  /** It waits to take over. */
  Passive
}
