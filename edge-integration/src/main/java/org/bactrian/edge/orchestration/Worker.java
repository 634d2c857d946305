package org.bactrian.edge.orchestration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.bactrian.model.job.JobLeases.JobLease;
import org.bactrian.model.job.JobStatus;
import org.bactrian.model.job.WorkerHeartbeat.JobReport;
import org.bactrian.model.job.WorkerHeartbeat.WorkerReport;
import org.bactrian.model.job.WorkerStatus;
import org.jspecify.annotations.Nullable;

/** State of a worker. */
sealed interface Worker {

  /** It has no job. */
  record Waiting() implements Worker {}

  /**
   * It carries out a job.
   *
   * @param lease the lease, with the configuration
   * @param job what is made of it
   */
  record Processing(JobLease lease, JobConverter.Result job) implements Worker {}

  /**
   * It has a job that cannot be carried out, until the cloud takes it back.
   *
   * @param lease the lease, with the configuration
   * @param reason why
   */
  record Failed(JobLease lease, String reason) implements Worker {}

  /** The lease that it has, with its configuration. */
  private Optional<JobLease> lease() {
    if (this instanceof Processing processing) {
      return Optional.of(processing.lease());
    }
    return this instanceof Failed failed ? Optional.of(failed.lease()) : Optional.empty();
  }

  /**
   * The worker after it was told of a lease.
   *
   * @param next the lease; null for none
   * @param converter makes WriterGroups of a job
   */
  default Worker told(@Nullable JobLease next, JobConverter converter) {
    if (next == null) {
      return new Waiting();
    }
    Optional<JobLease> same =
        lease()
            .filter(one -> one.jobId().equals(next.jobId()))
            .filter(one -> one.lease() == next.lease());
    if (same.filter(one -> one.jobHash().equals(next.jobHash())).isPresent()) {
      return this;
    }
    JsonNode configuration = next.configuration();
    if (configuration == null) {
      // It comes with the next call. Meanwhile, the former one of the same job holds.
      return same.isPresent() ? this : new Waiting();
    }
    JobConverter.Result job = converter.convert(next.jobId(), next.lease(), configuration);
    return job.groups().isEmpty() ? new Failed(next, reason(job)) : new Processing(next, job);
  }

  private static String reason(JobConverter.Result job) {
    return job.faults().isEmpty()
        ? "The job has no nodes to publish. Publish one, or delete the job."
        : String.join(" ", job.faults());
  }

  /**
   * Report of the worker.
   *
   * @param longestReason most characters of the reason for an error
   */
  default WorkerReport report(int number, int longestReason) {
    JobReport job =
        lease().map(one -> jobReport(one, shortened(failure(), longestReason))).orElse(null);
    return new WorkerReport(
        number, job == null ? WorkerStatus.WaitingForJob : WorkerStatus.ProcessingJob, job);
  }

  private static @Nullable String shortened(@Nullable String reason, int longest) {
    return reason == null || reason.length() <= longest
        ? reason
        : reason.substring(0, longest) + "…";
  }

  private @Nullable String failure() {
    return this instanceof Failed failed ? failed.reason() : null;
  }

  private static JobReport jobReport(JobLease lease, @Nullable String failure) {
    return new JobReport(
        lease.jobId(),
        lease.lease(),
        lease.jobHash(),
        failure == null ? JobStatus.Active : JobStatus.Error,
        failure);
  }
}
