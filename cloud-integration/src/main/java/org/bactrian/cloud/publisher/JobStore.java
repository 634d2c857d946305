package org.bactrian.cloud.publisher;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.publisher.contract.Demand;
import org.bactrian.cloud.publisher.contract.JobInfo;
import org.bactrian.cloud.publisher.contract.JobInfoQuery;
import org.bactrian.cloud.storage.DatabaseClock;
import org.bactrian.cloud.storage.SqlTime;
import org.bactrian.model.job.JobStatus;
import org.bactrian.model.registry.RegistryJson;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of jobs. Each method is a part of the transaction of its handle. */
final class JobStore {

  private static final String SELECT =
      """
      select job.job_id, job.name, job.configuration, job.demands, job.status, job.reason,
        job.created_at, job.updated_at, job.lease, job.device_id, job.module_id, job.worker,
        agent.last_seen
      from publish_job job left join publish_agent agent
        on agent.device_id = job.device_id and agent.module_id = job.module_id
      """;

  /** Tells the publisher that has a job that something changed. */
  private static final String TELL =
      """
      update publish_agent set told = false where exists (
        select 1 from publish_job job where job.job_id = :id
        and job.device_id = publish_agent.device_id and job.module_id = publish_agent.module_id)
      """;

  private final DatabaseClock clock;

  JobStore(DatabaseClock clock) {
    this.clock = clock;
  }

  /** Finds a job. */
  Optional<StoredJob> find(Handle handle, String id) {
    return handle
        .createQuery(SELECT + " where job.job_id = :id")
        .bind("id", id)
        .map((row, context) -> job(row))
        .findOne();
  }

  /** Finds a job, which nobody else changes until the transaction ends. */
  Optional<StoredJob> findForUpdate(Handle handle, String id) {
    int locked =
        handle
            .createQuery("select job_id from publish_job where job_id = :id for update")
            .bind("id", id)
            .mapTo(String.class)
            .list()
            .size();
    return locked == 0 ? Optional.empty() : find(handle, id);
  }

  /**
   * Jobs in the order of their ids.
   *
   * @param after id before the first of them; empty for none
   */
  List<StoredJob> list(Handle handle, JobInfoQuery query, String after, int size) {
    if (query.jobConfigurationType() != null
        && !query.jobConfigurationType().equals(JobInfo.CONFIGURATION_TYPE)) {
      return List.of();
    }
    String sql = SELECT + " where job.job_id > :after";
    sql += query.name() == null ? "" : " and job.name = :name";
    sql += query.status() == null ? "" : " and job.status = :status";
    var statement =
        handle
            .createQuery(sql + " order by job.job_id limit :size")
            .bind("after", after)
            .bind("size", size);
    if (query.name() != null) {
      statement.bind("name", query.name());
    }
    if (query.status() != null) {
      statement.bind("status", query.status().name());
    }
    return statement.map((row, context) -> job(row)).list();
  }

  /** Adds a job unless it is there. */
  void insert(Handle handle, String id, JobConfiguration configuration, List<Demand> demands) {
    handle
        .createUpdate(
            """
            insert into publish_job (job_id, configuration, configuration_hash, demands, status,
              created_at, updated_at, checked_at)
            values (:id, :configuration, :hash, :demands, :status, :now, :now, :now)
            on conflict do nothing
            """)
        .bind("id", id)
        .bind("configuration", configuration.text())
        .bind("hash", configuration.hash())
        .bind("demands", RegistryJson.text(demands))
        .bind("status", JobStatus.Active.name())
        .bind("now", SqlTime.of(clock.now(handle)))
        .execute();
  }

  /** Writes what is published. */
  void update(
      Handle handle,
      String id,
      @Nullable String name,
      JobConfiguration configuration,
      List<Demand> demands) {
    handle
        .createUpdate(
            """
            update publish_job set name = :name, configuration = :configuration,
              configuration_hash = :hash, demands = :demands, updated_at = :now
            where job_id = :id
            """)
        .bind("id", id)
        .bind("name", name)
        .bind("configuration", configuration.text())
        .bind("hash", configuration.hash())
        .bind("demands", RegistryJson.text(demands))
        .bind("now", SqlTime.of(clock.now(handle)))
        .execute();
  }

  /**
   * Changes the state of a job when it has one of others.
   *
   * @param reason reason for the state Error; null for none
   * @param from states that it is changed from
   * @return whether it was
   */
  boolean move(Handle handle, String id, JobStatus to, @Nullable String reason, JobStatus... from) {
    return handle
            .createUpdate(
                """
                update publish_job set status = :to, reason = :reason, updated_at = :now,
                  checked_at = :now
                where job_id = :id and status in (<from>)
                """)
            .bindList("from", Arrays.stream(from).map(Enum::name).toList())
            .bind("id", id)
            .bind("to", to.name())
            .bind("reason", reason)
            .bind("now", SqlTime.of(clock.now(handle)))
            .execute()
        > 0;
  }

  /** Removes a job, if it is there. */
  void delete(Handle handle, String id) {
    handle.createUpdate("delete from publish_job where job_id = :id").bind("id", id).execute();
  }

  /**
   * Takes active jobs whose endpoint nobody has looked for since a time; they count as looked for.
   *
   * @param most largest number of jobs
   */
  List<String> takeUnchecked(Handle handle, Instant before, int most) {
    List<String> ids =
        handle
            .createQuery(
                "select job_id from publish_job where status = 'Active' and checked_at < :before"
                    + " order by checked_at limit :most")
            .bind("before", SqlTime.of(before))
            .bind("most", most)
            .mapTo(String.class)
            .list();
    if (!ids.isEmpty()) {
      handle
          .createUpdate("update publish_job set checked_at = :now where job_id in (<ids>)")
          .bindList("ids", ids)
          .bind("now", SqlTime.of(clock.now(handle)))
          .execute();
    }
    return ids;
  }

  /**
   * Lets the publisher that has a job be told of it. Transactions do this before they lock the job,
   * as heartbeats lock a publisher before its jobs.
   */
  void tell(Handle handle, String id) {
    handle.createUpdate(TELL).bind("id", id).execute();
  }

  private static StoredJob job(ResultSet row) throws SQLException {
    String id = row.getString("job_id");
    return StoredJobBuilder.builder()
        .id(id)
        .name(row.getString("name"))
        .configuration(JobConfiguration.read(id, row.getString("configuration")))
        .demands(demands(row.getString("demands")))
        .status(JobStatus.valueOf(row.getString("status")))
        .reason(row.getString("reason"))
        .created(SqlTime.instant(row.getLong("created_at")))
        .updated(SqlTime.instant(row.getLong("updated_at")))
        .holder(holder(row))
        .build();
  }

  static List<Demand> demands(String json) {
    return List.of(RegistryJson.read(json, Demand[].class));
  }

  private static Optional<StoredJob.Holder> holder(ResultSet row) throws SQLException {
    String device = row.getString("device_id");
    return device == null
        ? Optional.empty()
        : Optional.of(
            new StoredJob.Holder(
                new Agent(device, row.getString("module_id")),
                row.getInt("worker"),
                row.getLong("lease"),
                SqlTime.instant(row.getLong("last_seen"))));
  }
}
