package org.bactrian.cloud.publisher;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.bactrian.cloud.publisher.contract.Demand;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseClock;
import org.bactrian.cloud.storage.SqlTime;
import org.bactrian.model.registry.RegistryJson;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Assignment of jobs to workers, in one transaction that replicas do one after the other: leases of
 * publishers that are silent end, and jobs that nobody has go to the publisher with the fewest jobs
 * among those that meet their demands. Safe for use by many threads.
 */
final class LeaseAssignment {

  /** Most jobs that one transaction assigns; the next one takes the others. */
  private static final int MOST = 1_000;

  /** Most sets of demands that one transaction compares with publishers. */
  private static final int MOST_DEMANDS = 10_000;

  private static final String IS_OF_AGENT =
      " device_id = publish_agent.device_id and module_id = publish_agent.module_id ";

  private static final String FREE_JOBS =
      """
      from publish_job where status = 'Active' and device_id is null and not exists (
        select 1 from publish_worker worker join publish_agent agent
          on agent.device_id = worker.device_id and agent.module_id = worker.module_id
        where worker.job_id = publish_job.job_id and agent.expires_at > :now)
      """;

  private static final String FREE_WORKERS =
      """
      from publish_worker worker join publish_agent agent
        on agent.device_id = worker.device_id and agent.module_id = worker.module_id
      where agent.expires_at > :now and worker.status = 'WaitingForJob' and not exists (
        select 1 from publish_job job where job.device_id = worker.device_id
        and job.module_id = worker.module_id and job.worker = worker.worker)
      """;

  private static final String SILENT =
      " from publish_agent where expires_at <= :now and interval_nanos <= :longest"
          + " and exists (select 1 from publish_job where"
          + IS_OF_AGENT
          + ")";

  private final Database database;
  private final DatabaseClock clock;
  private final LongSupplier nanos;
  private final long start;

  /**
   * @param nanos time that only grows, in nanoseconds. While it has run for less than two
   *     heartbeats of a publisher, its silence says nothing: it may be that nobody could hear it.
   */
  LeaseAssignment(Database database, DatabaseClock clock, LongSupplier nanos) {
    this.database = database;
    this.clock = clock;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  /** A worker that has no job. */
  private record FreeWorker(Agent agent, int worker, String capabilities) {}

  /** A publisher with the workers that it has left for jobs. */
  private static final class Candidate {
    private final Agent agent;
    private final DemandMatcher matcher;
    private final List<Integer> workers = new ArrayList<>();
    private int jobs;

    Candidate(Agent agent, String capabilities, int jobs) {
      this.agent = agent;
      this.matcher = new DemandMatcher(RegistryJson.read(capabilities, Capabilities.class));
      this.jobs = jobs;
    }
  }

  /** Names and values of capabilities. */
  private static final class Capabilities extends HashMap<String, String> {
    private static final long serialVersionUID = 1;
  }

  /** Returns whether {@link #assign()} may have something to do. */
  boolean isDue() {
    return database.read(
        handle -> {
          long now = now(handle);
          return !silent(handle, now, "").isEmpty()
              || any(handle, "select 1 " + FREE_JOBS, now)
                  && any(handle, "select 1 " + FREE_WORKERS, now);
        });
  }

  /** Returns the time until the next publisher that has jobs is silent for too long. */
  Optional<Duration> untilSilence() {
    return database.read(
        handle -> {
          long now = now(handle);
          return handle
              .createQuery(
                  "select expires_at from publish_agent where expires_at > :now and exists"
                      + " (select 1 from publish_job where"
                      + IS_OF_AGENT
                      + ") order by expires_at limit 1")
              .bind("now", now)
              .mapTo(Long.class)
              .findFirst()
              .map(at -> Duration.ofNanos(at - now));
        });
  }

  /** Ends leases and gives new ones. Publishers that have got any are to be told. */
  void assign() {
    database.transaction(
        handle -> {
          handle.createQuery("select id from publish_lock for update").mapTo(Integer.class).list();
          endSilent(handle, now(handle));
          long now = now(handle);
          List<Candidate> candidates = candidates(handle, now);
          int left = MOST;
          for (String demands : candidates.isEmpty() ? List.<String>of() : demands(handle, now)) {
            left -= give(handle, now, demands, candidates, left);
          }
          return true;
        });
  }

  /**
   * Publishers that have jobs and are silent.
   *
   * @param lock what keeps others from changing them, empty for nothing
   */
  private List<Agent> silent(Handle handle, long now, String lock) {
    return handle
        .createQuery("select device_id, module_id" + SILENT + lock)
        .bind("now", now)
        .bind("longest", (nanos.getAsLong() - start) / 2)
        .map(ConstructorMapper.of(Agent.class))
        .list();
  }

  private void endSilent(Handle handle, long now) {
    // The lock makes a heartbeat wait or be seen: only who is silent after it loses its jobs.
    for (Agent agent : silent(handle, now, " for update")) {
      handle
          .createUpdate(
              """
              update publish_job set device_id = null, module_id = null, worker = null
              where device_id = :deviceId and module_id = :moduleId
              """)
          .bindMethods(agent)
          .execute();
      handle
          .createUpdate(
              """
              update publish_agent set told = false
              where device_id = :deviceId and module_id = :moduleId
              """)
          .bindMethods(agent)
          .execute();
    }
  }

  /**
   * Gives the jobs of a set of demands that nobody has, to publishers that meet them.
   *
   * @return number of the jobs that were given
   */
  private static int give(
      Handle handle, long now, String demands, List<Candidate> candidates, int most) {
    List<Demand> read = JobStore.demands(demands);
    List<Candidate> taking =
        candidates.stream().filter(candidate -> candidate.matcher.meets(read)).toList();
    int workers = taking.stream().mapToInt(candidate -> candidate.workers.size()).sum();
    int given = 0;
    for (String job :
        workers == 0 || most == 0
            ? List.<String>of()
            : freeJobs(handle, now, demands, Math.min(workers, most))) {
      given += give(handle, job, taking) ? 1 : 0;
    }
    return given;
  }

  private static boolean give(Handle handle, String job, List<Candidate> candidates) {
    Optional<Candidate> taking =
        candidates.stream()
            .filter(candidate -> !candidate.workers.isEmpty())
            .min(Comparator.comparingInt(candidate -> candidate.jobs));
    if (taking.isEmpty()) {
      return false;
    }
    Candidate candidate = taking.get();
    int worker = candidate.workers.remove(0);
    int given =
        handle
            .createUpdate(
                """
                update publish_job set device_id = :deviceId, module_id = :moduleId,
                  worker = :worker,
                  lease = case
                    when last_device_id = :deviceId and last_module_id = :moduleId then lease
                    else nextval('publish_lease') end,
                  last_device_id = :deviceId, last_module_id = :moduleId
                where job_id = :id and device_id is null and status = 'Active'
                """)
            .bindMethods(candidate.agent)
            .bind("worker", worker)
            .bind("id", job)
            .execute();
    if (given > 0) {
      candidate.jobs++;
      handle
          .createUpdate(
              """
              update publish_agent set told = false
              where device_id = :deviceId and module_id = :moduleId
              """)
          .bindMethods(candidate.agent)
          .execute();
    }
    return given > 0;
  }

  /**
   * Demands of the jobs that nobody has, each set once, so that many jobs which nobody can take do
   * not keep others waiting. Those of one site have the same.
   */
  private static List<String> demands(Handle handle, long now) {
    return handle
        .createQuery(
            "select demands "
                + FREE_JOBS
                + " group by demands order by min(updated_at) limit :most")
        .bind("now", now)
        .bind("most", MOST_DEMANDS)
        .mapTo(String.class)
        .list();
  }

  private static List<String> freeJobs(Handle handle, long now, String demands, int most) {
    return handle
        .createQuery(
            "select job_id "
                + FREE_JOBS
                + " and demands = :demands order by updated_at, job_id limit :most")
        .bind("now", now)
        .bind("demands", demands)
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }

  private static List<Candidate> candidates(Handle handle, long now) {
    Map<Agent, Integer> jobs = jobsByAgent(handle);
    Map<Agent, Candidate> candidates = new HashMap<>();
    handle
        .createQuery(
            "select worker.device_id, worker.module_id, worker.worker, agent.capabilities "
                + FREE_WORKERS
                + " order by worker.worker")
        .bind("now", now)
        .map(
            (row, context) ->
                new FreeWorker(agent(row), row.getInt("worker"), row.getString("capabilities")))
        .forEach(
            free ->
                candidates
                    .computeIfAbsent(
                        free.agent(),
                        key -> new Candidate(key, free.capabilities(), jobs.getOrDefault(key, 0)))
                    .workers
                    .add(free.worker()));
    return List.copyOf(candidates.values());
  }

  private static Map<Agent, Integer> jobsByAgent(Handle handle) {
    Map<Agent, Integer> jobs = new HashMap<>();
    handle
        .createQuery(
            "select device_id, module_id, count(*) as jobs from publish_job"
                + " where device_id is not null group by device_id, module_id")
        .map((row, context) -> Map.entry(agent(row), row.getInt("jobs")))
        .forEach(each -> jobs.put(each.getKey(), each.getValue()));
    return jobs;
  }

  private static Agent agent(ResultSet row) throws SQLException {
    return new Agent(row.getString("device_id"), row.getString("module_id"));
  }

  private static boolean any(Handle handle, String sql, long now) {
    return handle
        .createQuery(sql + " limit 1")
        .bind("now", now)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  private long now(Handle handle) {
    return SqlTime.of(clock.now(handle));
  }
}
