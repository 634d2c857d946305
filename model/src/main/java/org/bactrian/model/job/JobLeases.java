package org.bactrian.model.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Direct method to a publisher that tells which jobs its workers have. A worker that is not named
 * has none.
 *
 * @param session session of the publisher that is meant; another one passes it over
 * @param notice number of this call for the module; one that is lower than a former one is late and
 *     passed over
 * @param heartbeat number of the heartbeat that the leases count from
 * @param validity time from the sending of that heartbeat for which the leases hold
 * @param complete false when configurations are missing that the next call brings
 * @param leases what workers have
 */
public record JobLeases(
    long session,
    long notice,
    long heartbeat,
    Duration validity,
    boolean complete,
    List<JobLease> leases) {

  /** Name of the method. */
  public static final String METHOD = "UpdateJobLeases";

  public JobLeases {
    leases = leases == null ? List.of() : List.copyOf(leases);
  }

  /**
   * Job of a worker.
   *
   * @param worker number of the worker in its module
   * @param jobId id of the job
   * @param lease number of the lease, larger than that of any lease that was given before
   * @param jobHash hash of the configuration
   * @param configuration configuration of the job; null when the worker has it, or the next call
   *     brings it. It may hold a password and is never printed.
   */
  public record JobLease(
      int worker, String jobId, long lease, String jobHash, @Nullable JsonNode configuration) {

    /** Returns the lease for a worker that has the configuration, or gets it later. */
    public JobLease withoutConfiguration() {
      return new JobLease(worker, jobId, lease, jobHash, null);
    }

    @Override
    public String toString() {
      return "JobLease[" + jobId + ", worker " + worker + ", lease " + lease + "]";
    }
  }
}
