package org.bactrian.cloud.publisher;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.publisher.contract.WorkerInfo;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.SqlTime;
import org.bactrian.model.job.WorkerStatus;

/** Workers as callers see them. Safe for use by many threads and replicas. */
final class WorkerStore {

  private static final String SELECT =
      """
      select worker.worker_id, worker.device_id, worker.module_id, worker.status, agent.last_seen
      from publish_worker worker join publish_agent agent
        on agent.device_id = worker.device_id and agent.module_id = worker.module_id
      """;

  private final Database database;

  WorkerStore(Database database) {
    this.database = database;
  }

  /** Workers in the order of their ids, after one of them. */
  List<WorkerInfo> list(String after, int size) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    SELECT
                        + " where worker.worker_id > :after order by worker.worker_id limit :size")
                .bind("after", after)
                .bind("size", size)
                .map((row, context) -> worker(row))
                .list());
  }

  Optional<WorkerInfo> find(String id) {
    if (!ShownText.isId(id)) {
      return Optional.empty();
    }
    return database.read(
        handle ->
            handle
                .createQuery(SELECT + " where worker.worker_id = :id")
                .bind("id", id)
                .map((row, context) -> worker(row))
                .findFirst());
  }

  /** Removes a worker. Its job, if it has one, stays with it until its lease ends. */
  boolean delete(String id) {
    return ShownText.isId(id)
        && database.transaction(
            handle ->
                handle
                        .createUpdate("delete from publish_worker where worker_id = :id")
                        .bind("id", id)
                        .execute()
                    > 0);
  }

  private static WorkerInfo worker(ResultSet row) throws SQLException {
    WorkerStatus status = WorkerStatus.valueOf(row.getString("status"));
    return new WorkerInfo(
        row.getString("worker_id"),
        new Agent(row.getString("device_id"), row.getString("module_id")).id(),
        status == WorkerStatus.Stopped ? null : status,
        SqlTime.instant(row.getLong("last_seen")));
  }
}
