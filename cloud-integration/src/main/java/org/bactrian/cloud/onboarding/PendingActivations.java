package org.bactrian.cloud.onboarding;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.bactrian.cloud.storage.Database;

/**
 * Endpoints that are to become active because a run brought them in. They are noted before the
 * registry has them: once it has, nobody can tell any more whether an inactive endpoint is one that
 * came with the run or one that an operator deactivated.
 */
final class PendingActivations {

  private final Database database;

  PendingActivations(Database database) {
    this.database = database;
  }

  /** Notes an endpoint; a second time changes nothing. */
  void note(RunKey run, String endpointId) {
    change(
        "insert into pending_activation (discoverer_id, run_at, endpoint_id) values (?, ?, ?)"
            + " on conflict do nothing",
        run,
        endpointId);
  }

  /** Returns whether an endpoint is noted. */
  boolean has(RunKey run, String endpointId) {
    return database.transaction(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select 1 from pending_activation"
                      + " where discoverer_id = ? and run_at = ? and endpoint_id = ?")) {
            set(select, run, endpointId);
            return select.executeQuery().next();
          }
        });
  }

  /** Forgets an endpoint. */
  void forget(RunKey run, String endpointId) {
    change(
        "delete from pending_activation"
            + " where discoverer_id = ? and run_at = ? and endpoint_id = ?",
        run,
        endpointId);
  }

  private void change(String sql, RunKey run, String endpointId) {
    database.transaction(
        connection -> {
          try (PreparedStatement change = connection.prepareStatement(sql)) {
            set(change, run, endpointId);
            return change.executeUpdate();
          }
        });
  }

  private static void set(PreparedStatement statement, RunKey run, String endpointId)
      throws SQLException {
    statement.setString(1, run.discovererId());
    statement.setLong(2, run.runAt());
    statement.setString(3, endpointId);
  }
}
