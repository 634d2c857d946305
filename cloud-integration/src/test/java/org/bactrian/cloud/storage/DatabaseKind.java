package org.bactrian.cloud.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.SharedResources;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A kind of database that the cloud runs on, with one that all tests of this JVM share. */
public enum DatabaseKind {
  /** A file of this machine. */
  H2,
  /** A server, where one can run. */
  POSTGRESQL;

  private @Nullable Database shared;

  /** The shared database. */
  public synchronized Database shared() {
    if (shared == null) {
      shared = SharedResources.keep(Database.open(settings()));
    }
    return shared;
  }

  /** Removes the content of a database and leaves the schema. */
  public static void clear(Database database) {
    database.transaction(DatabaseKind::removeAll);
  }

  private DatabaseSettings settings() {
    if (this == H2) {
      return DatabaseSettings.in(SharedResources.folder("database"));
    }
    Optional<DatabaseSettings> fresh = Postgres.fresh("shared");
    assumeTrue(fresh.isPresent(), Postgres.reason());
    return fresh.get();
  }

  private static boolean removeAll(Handle handle) {
    List<String> tables =
        handle
            .createQuery(
                "select table_name from information_schema.tables where table_schema = 'public'"
                    // Its one row belongs to the schema.
                    + " and table_name not in ('flyway_schema_history', 'publish_lock')")
            .mapTo(String.class)
            .list();
    tables.forEach(table -> handle.execute("delete from " + table));
    return true;
  }
}
