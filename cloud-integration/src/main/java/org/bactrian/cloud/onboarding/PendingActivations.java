package org.bactrian.cloud.onboarding;

import org.bactrian.cloud.storage.Database;

/**
 * Endpoints that are to become active because a run brought them in. They are noted before the
 * registry has them: once it has, nobody can tell any more whether an inactive endpoint is one that
 * came with the run or one that an operator deactivated.
 */
final class PendingActivations {

  private static final String OF_ENDPOINT =
      " where discoverer_id = :discovererId and run_at = :runAt and endpoint_id = :endpointId";

  private final Database database;

  PendingActivations(Database database) {
    this.database = database;
  }

  /** Notes an endpoint; a second time changes nothing. */
  void note(RunKey run, String endpointId) {
    change(
        "insert into pending_activation (discoverer_id, run_at, endpoint_id)"
            + " values (:discovererId, :runAt, :endpointId) on conflict do nothing",
        run,
        endpointId);
  }

  /** Returns whether an endpoint is noted. */
  boolean has(RunKey run, String endpointId) {
    return database.read(
        handle ->
            handle
                .createQuery("select 1 from pending_activation" + OF_ENDPOINT)
                .bindMethods(run)
                .bind("endpointId", endpointId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /** Forgets an endpoint. */
  void forget(RunKey run, String endpointId) {
    change("delete from pending_activation" + OF_ENDPOINT, run, endpointId);
  }

  private void change(String sql, RunKey run, String endpointId) {
    database.transaction(
        handle ->
            handle.createUpdate(sql).bindMethods(run).bind("endpointId", endpointId).execute());
  }
}
