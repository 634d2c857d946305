package org.bactrian.cloud.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A pool of connections to a database whose schema is the newest one. Safe for use by many threads.
 */
public final class Database implements AutoCloseable {

  // A process that takes a shared file over from one that was killed needs about four seconds.
  private static final long FIRST_CONNECTION_MILLIS = 10_000;

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final boolean isH2;
  private final AtomicLong changes = new AtomicLong();

  private Database(HikariDataSource pool, boolean isH2) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    this.isH2 = isH2;
  }

  /**
   * Connects, and brings the schema to the newest version. Replicas that start together wait for
   * the one that does it.
   *
   * @throws IllegalStateException when the database cannot be used
   */
  public static Database open(DatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("cloud");
    config.setJdbcUrl(settings.isH2() ? H2File.withOptions(settings.url()) : settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    if (settings.isH2()) {
      H2File.makeFolder(settings.url());
    }
    if (H2File.isShared(config.getJdbcUrl())) {
      config.setInitializationFailTimeout(FIRST_CONNECTION_MILLIS);
    }
    HikariDataSource pool = null;
    try {
      pool = new HikariDataSource(config);
      migrate(pool, settings.isH2());
      if (settings.isH2()) {
        H2File.closeToOthers(settings.url());
      }
      return new Database(pool, settings.isH2());
    } catch (HikariPool.PoolInitializationException | FlywayException e) {
      if (pool != null) {
        pool.close();
      }
      throw new IllegalStateException(unusable(settings, e), e);
    }
  }

  private static void migrate(HikariDataSource pool, boolean isH2) {
    FluentConfiguration migrations =
        Flyway.configure()
            .dataSource(pool)
            .locations("classpath:db/migration")
            // Replicas write on while an index is made. H2 has no such thing, and one process.
            .placeholders(Map.of("concurrently", isH2 ? "" : "concurrently"))
            // Newer releases may have been here, and V9 is there where an unreleased build was.
            .ignoreMigrationPatterns("*:future", "versioned:missing");
    // Else Flyway's own lock is a transaction, whose end PostgreSQL would wait for.
    migrations
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    migrations.load().migrate();
  }

  /** One that nobody uses: it connects to nothing, and exists for a look at who would use it. */
  public static Database idle() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("idle");
    config.setJdbcUrl("jdbc:h2:mem:idle");
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    return new Database(new HikariDataSource(config), true);
  }

  private static String unusable(DatabaseSettings settings, Exception fault) {
    String mend =
        settings.isH2()
            ? " If another process has it, stop that one, or let both use PostgreSQL (--database)."
            : " Check that it runs, and the user and the password.";
    return "The database of " + settings + " cannot be used: " + fault.getMessage() + mend;
  }

  /**
   * Does work in one transaction.
   *
   * @throws OperationException of kind EXTERNAL_DEPENDENCY when the database fails; nothing was
   *     changed then, unless it failed while it confirmed the change
   */
  public <T> T transaction(HandleCallback<T, RuntimeException> work) {
    T result = inTransaction(work, isH2);
    changes.incrementAndGet();
    return result;
  }

  /** Returns the number of transactions of this process that may have changed something. */
  public long changes() {
    return changes.get();
  }

  /**
   * Looks in one transaction, which changes nothing.
   *
   * @throws OperationException of kind EXTERNAL_DEPENDENCY when the database fails
   */
  public <T> T read(HandleCallback<T, RuntimeException> look) {
    return inTransaction(look, false);
  }

  private <T> T inTransaction(HandleCallback<T, RuntimeException> work, boolean writes) {
    try {
      return jdbi.withHandle(handle -> inTransaction(handle, work, writes));
    } catch (JdbiException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new OperationException(
          FaultKind.EXTERNAL_DEPENDENCY, "The database failed: " + cause.getMessage(), e);
    }
  }

  private <T> T inTransaction(
      Handle handle, HandleCallback<T, RuntimeException> work, boolean writes) {
    try {
      T result = handle.inTransaction(work);
      if (writes) {
        H2File.write(handle);
      }
      return result;
    } catch (JdbiException e) {
      // The pool keeps a connection that was just used, even when who served it is gone.
      pool.evictConnection(handle.getConnection());
      throw e;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
