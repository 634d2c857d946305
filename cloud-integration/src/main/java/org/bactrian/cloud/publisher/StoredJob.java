package org.bactrian.cloud.publisher;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.publisher.contract.Demand;
import org.bactrian.model.job.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * A job as the database holds it.
 *
 * @param id id of the job, which is that of its endpoint
 * @param name id of the application
 * @param configuration what is published; it may hold a password
 * @param demands conditions for publishers
 * @param status state
 * @param reason reason for the state Error
 * @param created time at which it was made
 * @param updated time of its last change
 * @param holder the worker that has it, empty while nobody has
 */
@RecordBuilder
record StoredJob(
    String id,
    @Nullable String name,
    JobConfiguration configuration,
    List<Demand> demands,
    JobStatus status,
    @Nullable String reason,
    Instant created,
    Instant updated,
    Optional<Holder> holder) {

  StoredJob {
    demands = List.copyOf(demands);
  }

  /**
   * Worker that has a job.
   *
   * @param agent its publisher
   * @param worker its number
   * @param lease number of the lease
   * @param lastSeen time of the last heartbeat of the publisher
   */
  record Holder(Agent agent, int worker, long lease, Instant lastSeen) {}

  @Override
  public String toString() {
    return "StoredJob[" + id + ", " + status + "]";
  }
}
