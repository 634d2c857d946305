package org.bactrian.model.job;

/** State of a worker, which carries out one job at a time. */
public enum WorkerStatus {
  /** It takes no job and has none. */
  Stopped,
  /** It ends its job and takes no other one. */
  Stopping,
  /** It has no job and takes one. */
  WaitingForJob,
  /** It carries out a job. */
  ProcessingJob
}
