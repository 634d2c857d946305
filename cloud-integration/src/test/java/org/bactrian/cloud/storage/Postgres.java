package org.bactrian.cloud.storage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.bactrian.cloud.SharedResources;

/** A PostgreSQL server on a free port of the loopback, one for all tests of the process. */
public final class Postgres {

  private static EmbeddedPostgres server;
  private static String reason = "";

  private Postgres() {}

  /** An empty database; empty when no server can run here, for the reason that is said then. */
  public static synchronized Optional<DatabaseSettings> fresh(String name) {
    if (server == null && reason.isEmpty()) {
      start();
    }
    if (server == null) {
      return Optional.empty();
    }
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("drop database if exists " + name);
      statement.execute("create database " + name);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
    String url = server.getJdbcUrl("postgres", name);
    return Optional.of(DatabaseSettings.at(url, "postgres", ""));
  }

  /** Reason why there is no server. */
  public static String reason() {
    return reason;
  }

  private static void start() {
    try {
      server =
          SharedResources.keep(
              EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(60)).start());
    } catch (IOException | RuntimeException e) {
      reason = "PostgreSQL cannot run here: " + e.getMessage();
    }
  }
}
