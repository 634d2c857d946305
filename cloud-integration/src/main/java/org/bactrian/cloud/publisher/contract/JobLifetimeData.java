package org.bactrian.cloud.publisher.contract;

import java.time.Instant;
import java.util.Map;
import org.bactrian.model.job.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * State of a job.
 *
 * @param status state; null for {@link JobStatus#Active}
 * @param reason reason for the state Error
 * @param processingStatus the worker that has the job, by its id
 * @param updated time of the last change
 * @param created time at which the job was made
 */
public record JobLifetimeData(
    @Nullable JobStatus status,
    @Nullable String reason,
    Map<String, ProcessingStatus> processingStatus,
    Instant updated,
    Instant created) {

  public JobLifetimeData {
    processingStatus = Map.copyOf(processingStatus);
  }
}
