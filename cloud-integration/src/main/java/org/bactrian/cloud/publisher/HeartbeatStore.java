package org.bactrian.cloud.publisher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseClock;
import org.bactrian.cloud.storage.SqlTime;
import org.bactrian.model.job.JobStatus;
import org.bactrian.model.job.WorkerHeartbeat;
import org.bactrian.model.job.WorkerHeartbeat.JobReport;
import org.bactrian.model.job.WorkerHeartbeat.WorkerReport;
import org.bactrian.model.job.WorkerStatus;
import org.bactrian.model.registry.RegistryJson;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Heartbeats in the database: they prolong leases, end jobs and hand them back. They may come to
 * any replica, late and twice. Safe for use by many threads.
 */
final class HeartbeatStore {

  private static final String OF_AGENT = " where device_id = :deviceId and module_id = :moduleId";
  private static final String UPDATE_WORKER =
      "update publish_worker set status = :status, job_id = :jobId, lease = :lease,"
          + " job_hash = :hash"
          + OF_AGENT
          + " and worker = :worker";
  private static final String NOBODY = "device_id = null, module_id = null, worker = null";

  private final Database database;
  private final DatabaseClock clock;

  HeartbeatStore(Database database, DatabaseClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Outcome of a heartbeat.
   *
   * @param isNewest false for one that is older than another that came, or the same: it changed
   *     nothing
   * @param refused reports of jobs whose lease the worker does not hold
   */
  record Outcome(boolean isNewest, List<WorkerReport> refused) {

    Outcome {
      refused = List.copyOf(refused);
    }
  }

  /** A job of a worker as the database has it. */
  private record Held(int worker, String jobId, long lease, String status) {}

  /** Takes a heartbeat. */
  Outcome take(Agent agent, WorkerHeartbeat heartbeat) {
    return database.transaction(handle -> take(handle, agent, heartbeat));
  }

  private Outcome take(Handle handle, Agent agent, WorkerHeartbeat heartbeat) {
    long now = SqlTime.of(clock.now(handle));
    LeaseTerms terms = new LeaseTerms(heartbeat.interval());
    bound(
            handle,
            agent,
            """
            insert into publish_agent (device_id, module_id, session, heartbeat, interval_nanos,
              capabilities, last_seen, expires_at, notice, told)
            values (:deviceId, :moduleId, 0, 0, 0, '{}', 0, 0, 0, true)
            on conflict do nothing
            """)
        .execute();
    int newest =
        bound(
                handle,
                agent,
                "update publish_agent set session = :session, heartbeat = :number,"
                    + " interval_nanos = :interval, capabilities = :capabilities,"
                    + " last_seen = :now, expires_at = :expires, told = false"
                    + OF_AGENT
                    + " and (session < :session or session = :session and heartbeat < :number"
                    // The clock of a device may have been set back.
                    + " or session <> :session and expires_at <= :now)")
            .bind("session", heartbeat.session())
            .bind("number", heartbeat.number())
            .bind("interval", terms.interval().toNanos())
            .bind("capabilities", RegistryJson.text(heartbeat.capabilities()))
            .bind("now", now)
            .bind("expires", now + terms.untilEnd().toNanos())
            .execute();
    if (newest == 0) {
      return new Outcome(false, List.of());
    }
    boolean settled = notice(handle, agent) == heartbeat.notice();
    writeWorkers(handle, agent, heartbeat.workers());
    Map<Integer, Held> held = held(handle, agent);
    List<WorkerReport> refused = new ArrayList<>();
    for (WorkerReport report : heartbeat.workers()) {
      Held job = held.remove(report.worker());
      JobReport reported = report.job();
      if (reported == null) {
        if (job != null && mayLeave(job, report.status(), settled)) {
          free(handle, job);
        }
      } else if (job != null && isOf(reported, job)) {
        end(handle, job, reported, now);
      } else {
        refused.add(report);
      }
    }
    // Workers that are not named have stopped.
    held.values().forEach(one -> free(handle, one));
    return new Outcome(true, refused);
  }

  private static boolean isOf(JobReport report, Held held) {
    return report.jobId().equals(held.jobId()) && report.lease() == held.lease();
  }

  /**
   * Returns whether a worker that reports no job gives back the one that it has. One that has not
   * carried out the newest leases may be about to begin.
   */
  private static boolean mayLeave(Held held, WorkerStatus status, boolean settled) {
    boolean ends = status == WorkerStatus.Stopped || status == WorkerStatus.Stopping;
    return ends || settled && !held.status().equals(JobStatus.Active.name());
  }

  private static void free(Handle handle, Held held) {
    handle
        .createUpdate("update publish_job set " + NOBODY + " where job_id = :id and lease = :lease")
        .bind("id", held.jobId())
        .bind("lease", held.lease())
        .execute();
  }

  /** Ends a job that its worker has ended. */
  private static void end(Handle handle, Held held, JobReport report, long now) {
    boolean ended = report.status() == JobStatus.Error || report.status() == JobStatus.Completed;
    if (!ended) {
      return;
    }
    handle
        .createUpdate(
            "update publish_job set status = :status, reason = :reason, updated_at = :now, "
                + NOBODY
                + " where job_id = :id and lease = :lease and status = 'Active'")
        .bind("status", report.status().name())
        .bind("reason", report.reason() == null ? null : ShownText.reason(report.reason()))
        .bind("now", now)
        .bind("id", held.jobId())
        .bind("lease", held.lease())
        .execute();
  }

  private static long notice(Handle handle, Agent agent) {
    return handle
        .createQuery("select notice from publish_agent" + OF_AGENT)
        .bindMethods(agent)
        .mapTo(Long.class)
        .one();
  }

  private static Map<Integer, Held> held(Handle handle, Agent agent) {
    return handle
        .createQuery("select worker, job_id, lease, status from publish_job" + OF_AGENT)
        .bindMethods(agent)
        .map(
            (row, context) ->
                new Held(
                    row.getInt("worker"),
                    row.getString("job_id"),
                    row.getLong("lease"),
                    row.getString("status")))
        .stream()
        .collect(Collectors.toMap(Held::worker, Function.identity()));
  }

  /** Writes what workers report, where it is new, and that the others have stopped. */
  private static void writeWorkers(Handle handle, Agent agent, List<WorkerReport> reports) {
    Map<Integer, WorkerReport> known = reports(handle, agent);
    for (WorkerReport report : reports) {
      WorkerReport before = known.remove(report.worker());
      WorkerReport now = stored(report);
      if (before == null) {
        worker(
                handle,
                agent,
                now,
                """
                insert into publish_worker (device_id, module_id, worker, worker_id, status, job_id,
                  lease, job_hash)
                values (:deviceId, :moduleId, :worker, :workerId, :status, :jobId, :lease, :hash)
                """)
            .bind("workerId", agent.workerId(report.worker()))
            .execute();
      } else if (!now.equals(before)) {
        worker(handle, agent, now, UPDATE_WORKER).execute();
      }
    }
    known.values().stream()
        .map(gone -> new WorkerReport(gone.worker(), WorkerStatus.Stopped, null))
        .filter(gone -> !gone.equals(known.get(gone.worker())))
        .forEach(gone -> worker(handle, agent, gone, UPDATE_WORKER).execute());
  }

  /** Reports that the rows of workers hold, by the numbers of the workers. */
  private static Map<Integer, WorkerReport> reports(Handle handle, Agent agent) {
    return handle
        .createQuery(
            "select worker, status, job_id, lease, job_hash from publish_worker" + OF_AGENT)
        .bindMethods(agent)
        .map(
            (row, context) -> {
              String jobId = row.getString("job_id");
              return new WorkerReport(
                  row.getInt("worker"),
                  WorkerStatus.valueOf(row.getString("status")),
                  jobId == null
                      ? null
                      : new JobReport(
                          jobId,
                          row.getLong("lease"),
                          row.getString("job_hash"),
                          JobStatus.Active,
                          null));
            })
        .stream()
        .collect(Collectors.toMap(WorkerReport::worker, Function.identity()));
  }

  /** The report as a row holds it: without the state that its job has come to. */
  private static WorkerReport stored(WorkerReport report) {
    JobReport job = report.job();
    return new WorkerReport(
        report.worker(),
        report.status(),
        job == null
            ? null
            : new JobReport(job.jobId(), job.lease(), job.jobHash(), JobStatus.Active, null));
  }

  private static Update worker(Handle handle, Agent agent, WorkerReport report, String sql) {
    JobReport job = report.job();
    return bound(handle, agent, sql)
        .bind("worker", report.worker())
        .bind("status", report.status().name())
        .bind("jobId", job == null ? null : job.jobId())
        .bind("lease", job == null ? null : Long.valueOf(job.lease()))
        .bind("hash", job == null ? null : job.jobHash());
  }

  private static Update bound(Handle handle, Agent agent, String sql) {
    return handle.createUpdate(sql).bindMethods(agent);
  }
}
