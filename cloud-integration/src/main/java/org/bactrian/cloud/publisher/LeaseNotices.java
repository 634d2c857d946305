package org.bactrian.cloud.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.storage.Database;
import org.bactrian.model.job.JobLeases;
import org.bactrian.model.job.JobLeases.JobLease;
import org.bactrian.model.registry.RegistryJson;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Calls that tell publishers which leases they hold, numbered so that one that comes late is known.
 * Safe for use by many threads and replicas.
 */
final class LeaseNotices {

  /** Characters of configurations in one call; the others come with the next one. */
  private static final int MOST_CONFIGURATION = 1 << 20;

  /** Publishers that are told in one go. */
  private static final int MOST_AGENTS = 100;

  private static final String OF_AGENT = " where device_id = :deviceId and module_id = :moduleId";

  private final Database database;

  LeaseNotices(Database database) {
    this.database = database;
  }

  /**
   * A call and its publisher.
   *
   * @param agent who is told
   * @param leases what it is told
   */
  public record Notice(Agent agent, JobLeases leases) {}

  /** Last heartbeat of a publisher. */
  private record LastHeartbeat(long session, long heartbeat, long intervalNanos, long notice) {}

  /** A job of a worker, and whether the worker has its configuration already. */
  private record HeldJob(JobLease lease, boolean isKnown) {}

  /** Returns whether a publisher is to be told. */
  boolean isDue() {
    return database.read(handle -> !untold(handle, 1).isEmpty());
  }

  /** Calls to publishers that are to be told; they count as told. */
  List<Notice> take() {
    List<Agent> agents = database.read(handle -> untold(handle, MOST_AGENTS));
    return agents.stream().flatMap(agent -> take(agent).stream()).toList();
  }

  /** The call to a publisher, when it is to be told. */
  Optional<Notice> take(Agent agent) {
    return database.transaction(
        handle -> {
          int taken =
              handle
                  .createUpdate(
                      "update publish_agent set told = true, notice = notice + 1"
                          + OF_AGENT
                          + " and told = false")
                  .bindMethods(agent)
                  .execute();
          return taken == 0 ? Optional.empty() : Optional.of(notice(handle, agent));
        });
  }

  private static Notice notice(Handle handle, Agent agent) {
    LastHeartbeat last =
        handle
            .createQuery(
                "select session, heartbeat, interval_nanos, notice from publish_agent" + OF_AGENT)
            .bindMethods(agent)
            .map(
                (row, context) ->
                    new LastHeartbeat(
                        row.getLong("session"),
                        row.getLong("heartbeat"),
                        row.getLong("interval_nanos"),
                        row.getLong("notice")))
            .one();
    List<HeldJob> held =
        handle
            .createQuery(
                """
                select job.worker, job.job_id, job.lease, job.configuration_hash,
                  case when worker.job_id = job.job_id and worker.lease = job.lease
                    and worker.job_hash = job.configuration_hash
                    then null else job.configuration end as unknown_configuration
                from publish_job job left join publish_worker worker
                  on worker.device_id = job.device_id and worker.module_id = job.module_id
                  and worker.worker = job.worker
                where job.device_id = :deviceId and job.module_id = :moduleId
                  and job.status = 'Active'
                order by job.worker
                """)
            .bindMethods(agent)
            .map((row, context) -> held(row))
            .list();
    List<JobLease> leases = new ArrayList<>();
    int room = MOST_CONFIGURATION;
    boolean complete = true;
    for (HeldJob job : held) {
      JobLease lease = job.lease();
      if (job.isKnown()) {
        leases.add(lease);
        continue;
      }
      int size = String.valueOf(lease.configuration()).length();
      // One is sent however large it is, so that all come in time.
      boolean fits = size <= room || room == MOST_CONFIGURATION;
      complete &= fits;
      room = fits ? room - size : room;
      leases.add(fits ? lease : lease.withoutConfiguration());
    }
    Duration validity = new LeaseTerms(Duration.ofNanos(last.intervalNanos())).validity();
    return new Notice(
        agent,
        new JobLeases(last.session(), last.notice(), last.heartbeat(), validity, complete, leases));
  }

  private static HeldJob held(ResultSet row) throws SQLException {
    // Most workers have the configuration already, so it is neither fetched nor read for them.
    String configuration = row.getString("unknown_configuration");
    return new HeldJob(
        new JobLease(
            row.getInt("worker"),
            row.getString("job_id"),
            row.getLong("lease"),
            row.getString("configuration_hash"),
            configuration == null ? null : RegistryJson.read(configuration, JsonNode.class)),
        configuration == null);
  }

  private static List<Agent> untold(Handle handle, int most) {
    return handle
        .createQuery(
            "select device_id, module_id from publish_agent where told = false"
                + " order by last_seen limit :most")
        .bind("most", most)
        .map(ConstructorMapper.of(Agent.class))
        .list();
  }
}
