package org.bactrian.model.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Message of a publisher that tells of all its workers. The module that sends it is the one that
 * IoT Hub names as the sender.
 *
 * @param session start of the process, milliseconds since 1970; a later process has a larger one
 * @param number number of the message in its session, from 1
 * @param notice number of the newest {@link JobLeases} that the process has carried out, 0 before
 *     the first
 * @param interval time to the next message
 * @param capabilities what demands of jobs are held against
 * @param workers the workers; those of the module that are not named have stopped
 */
public record WorkerHeartbeat(
    long session,
    long number,
    long notice,
    Duration interval,
    Map<String, String> capabilities,
    List<WorkerReport> workers) {

  /** Schema of the message, in the properties {@code $$MessageSchema} and iothub-message-schema. */
  public static final String SCHEMA = "application/x-worker-heartbeat-v1-json";

  /** Most workers of a module. */
  public static final int MAX_WORKERS = 250;

  /** Copies the collections; those that are missing are empty. */
  public WorkerHeartbeat {
    interval = interval == null ? Duration.ZERO : interval;
    capabilities = capabilities == null ? Map.of() : Map.copyOf(capabilities);
    workers = workers == null ? List.of() : List.copyOf(workers);
  }

  /**
   * Report of one worker.
   *
   * @param worker number of the worker in its module, from 0
   * @param status its state
   * @param job its job; null for none
   */
  public record WorkerReport(int worker, WorkerStatus status, @Nullable JobReport job) {

    public WorkerReport {
      status = status == null ? WorkerStatus.Stopped : status;
    }
  }

  /**
   * Report of the job of a worker.
   *
   * @param jobId id of the job
   * @param lease number of the lease that it is carried out under
   * @param jobHash hash of its configuration; null while that is not known
   * @param status state that it has come to
   * @param reason reason for that state; null for none
   */
  public record JobReport(
      String jobId,
      long lease,
      @Nullable String jobHash,
      JobStatus status,
      @Nullable String reason) {

    public JobReport {
      jobId = jobId == null ? "" : jobId;
      status = status == null ? JobStatus.Active : status;
    }
  }
}
