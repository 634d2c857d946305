package org.bactrian.cloud.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas of the release before, which write while PostgreSQL is migrated. */
class MigrationLockTest {

  private static final String WRITE = "update publish_job set name = 'x' where job_id = 'none'";

  private DatabaseSettings settings;

  @BeforeEach
  void beforeTheIndexOfFreeJobs() {
    Optional<DatabaseSettings> fresh = Postgres.fresh("migration_lock");
    assumeTrue(fresh.isPresent(), Postgres.reason());
    settings = fresh.get();
    Flyway.configure()
        .dataSource(settings.url(), settings.user(), settings.password())
        .locations("classpath:db/migration")
        .placeholders(Map.of("concurrently", "concurrently"))
        .target("8")
        .load()
        .migrate();
  }

  @Test
  void whileAnIndexIsMadeReplicasGoOnWriting() throws Exception {
    try (Connection first = connect();
        Connection second = connect();
        Connection observer = connect()) {
      first.setAutoCommit(false);
      execute(first, WRITE);
      CompletableFuture<Void> migration =
          CompletableFuture.runAsync(() -> Database.open(settings).close());
      // The index waits for the transaction that has written to its table.
      await("the migration to wait").until(() -> isIndexWaiting(observer) || migration.isDone());
      assertThat(migration).isNotDone();

      execute(second, "set lock_timeout = '10s'");
      execute(second, WRITE);

      assertThat(migration).isNotDone();
      first.commit();
      migration.get(60, TimeUnit.SECONDS);
      assertThat(isIndexUsable(observer)).isTrue();
    }
  }

  @Test
  void anIndexThatAKilledReplicaLeftUnfinishedIsMadeAnew() throws Exception {
    try (Connection connection = connect()) {
      execute(connection, "create index publish_job_free on publish_job (status, device_id)");
      execute(
          connection,
          "update pg_index set indisvalid = false where indexrelid = 'publish_job_free'::regclass");
      assertThat(isIndexUsable(connection)).isFalse();

      Database.open(settings).close();

      assertThat(isIndexUsable(connection)).isTrue();
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean isIndexWaiting(Connection connection) throws SQLException {
    return isTrue(
        connection,
        "select count(*) > 0 from pg_stat_activity where datname = current_database()"
            + " and query ilike '%index%publish_job_free%' and wait_event_type = 'Lock'"
            + " and pid <> pg_backend_pid()");
  }

  private static boolean isIndexUsable(Connection connection) throws SQLException {
    return isTrue(
        connection,
        "select coalesce(bool_and(indisvalid), false) from pg_index"
            + " where indexrelid = to_regclass('publish_job_free')");
  }

  private static boolean isTrue(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getBoolean(1);
    }
  }
}
