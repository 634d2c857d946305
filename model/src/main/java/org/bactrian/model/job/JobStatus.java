package org.bactrian.model.job;

/** State of a job. */
public enum JobStatus {
  /** It is to be carried out. */
  Active,
  /** An operator ended it, or nothing is left to publish. */
  Canceled,
  /** Its publisher has carried it out to its end. */
  Completed,
  /** It cannot be carried out. */
  Error,
  /** It is gone; no stored job has this state. */
  Deleted
}
