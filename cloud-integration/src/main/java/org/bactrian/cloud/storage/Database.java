package org.bactrian.cloud.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.bactrian.model.fault.ExternalDependencyException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * A pool of connections to a database whose schema is the newest one. Safe for use by many threads.
 */
public final class Database implements AutoCloseable {

  // The statements keep to what H2 and PostgreSQL share, with PostgreSQL's names in lower case.
  private static final String H2_MODE =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;LOCK_TIMEOUT=10000";

  private final HikariDataSource pool;

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Work on a connection whose changes are made together or not at all. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T on(Connection connection) throws SQLException;
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
    config.setJdbcUrl(settings.isH2() ? settings.url() + H2_MODE : settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    HikariDataSource pool = null;
    try {
      pool = new HikariDataSource(config);
      Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
      return new Database(pool);
    } catch (HikariPool.PoolInitializationException | FlywayException e) {
      if (pool != null) {
        pool.close();
      }
      throw new IllegalStateException(unusable(settings, e), e);
    }
  }

  private static String unusable(DatabaseSettings settings, Exception fault) {
    String mend =
        settings.isH2()
            ? " A file serves one process; for several, configure PostgreSQL."
            : " Check that it runs, and the user and the password.";
    return "The database of " + settings + " cannot be used: " + fault.getMessage() + mend;
  }

  /**
   * Does work in one transaction.
   *
   * @throws ExternalDependencyException when the database fails; nothing was changed then
   */
  public <T> T transaction(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new ExternalDependencyException("The database failed: " + e.getMessage(), e);
    }
  }

  /** The pool, for libraries that take one. Connections do not commit by themselves. */
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
  }
}
