package org.bactrian.cloud.publisher.contract;

import org.bactrian.model.job.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * Question for jobs that fit every member.
 *
 * @param name name of the job
 * @param jobConfigurationType kind of its configuration
 * @param status its state
 */
public record JobInfoQuery(
    @Nullable String name, @Nullable String jobConfigurationType, @Nullable JobStatus status) {

  /** Every job. */
  public static final JobInfoQuery ALL = new JobInfoQuery(null, null, null);
}
