package org.bactrian.cloud.vault.gds;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.SqlTime;
import org.bactrian.model.registry.ModuleId;
import org.jdbi.v3.core.Handle;

/**
 * Requests of Global Discovery Servers in SQL, each with the one of the vault. A message may come
 * several times and to any replica, so a request is claimed before it is started. Safe for use by
 * many threads and replicas.
 */
final class PulledRequestStore {

  /** Time after which a replica that was about to start a request has died. */
  private static final Duration CLAIM = Duration.ofMinutes(1);

  /** Time for which a request is known; edges ask again for months. */
  private static final Duration KEPT = Duration.ofDays(365);

  private static final String OF_REQUEST =
      " where origin = :origin and edge_request_id = :edgeRequestId";

  private final Database database;
  private final InstantSource clock;

  PulledRequestStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Result of a claim. */
  sealed interface Claim {

    /** The caller is to start the request. */
    record Start() implements Claim {}

    /** Another replica is about to start it. */
    record Busy() implements Claim {}

    /**
     * It was started.
     *
     * @param requestId id of the vault's request
     */
    record Started(String requestId) implements Claim {}
  }

  /**
   * Address of an answer.
   *
   * @param origin the module
   * @param edgeRequestId id that it gave the request
   * @param entityId id of the application in the registry
   */
  record Address(ModuleId origin, String edgeRequestId, String entityId) {}

  /** Claims a request. */
  Claim claim(PulledRequest request) {
    Instant now = clock.instant();
    return database.transaction(
        handle -> {
          handle
              .createUpdate("delete from pulled_request where created_at < :old")
              .bind("old", SqlTime.of(now.minus(KEPT)))
              .execute();
          insert(handle, request, now);
          int claimed =
              handle
                  .createUpdate(
                      "update pulled_request set claimed_until = :until"
                          + OF_REQUEST
                          + " and request_id is null and claimed_until < :now")
                  .bind("until", SqlTime.of(now.plus(CLAIM)))
                  .bind("now", SqlTime.of(now))
                  .bind("origin", request.origin().toString())
                  .bind("edgeRequestId", request.edgeRequestId())
                  .execute();
          if (claimed > 0) {
            return new Claim.Start();
          }
          return started(handle, request.origin(), request.edgeRequestId())
              .<Claim>map(Claim.Started::new)
              .orElseGet(Claim.Busy::new);
        });
  }

  private static void insert(Handle handle, PulledRequest request, Instant now) {
    handle
        .createUpdate(
            """
            insert into pulled_request (origin, edge_request_id, entity_id, application_uri,
              request_id, claimed_until, created_at)
            values (:origin, :edgeRequestId, :entityId, :applicationUri, null, 0, :now)
            on conflict do nothing
            """)
        .bind("origin", request.origin().toString())
        .bind("edgeRequestId", request.edgeRequestId())
        .bind("entityId", request.entityId())
        .bind("applicationUri", request.application().applicationUri())
        .bind("now", SqlTime.of(now))
        .execute();
  }

  /** Gives a claim back, so that the request can be started at once. */
  void release(PulledRequest request) {
    database.transaction(
        handle ->
            handle
                .createUpdate("update pulled_request set claimed_until = 0" + OF_REQUEST)
                .bind("origin", request.origin().toString())
                .bind("edgeRequestId", request.edgeRequestId())
                .execute());
  }

  /** Notes that a request was started. */
  void started(PulledRequest request, String requestId) {
    database.transaction(
        handle ->
            handle
                .createUpdate("update pulled_request set request_id = :requestId" + OF_REQUEST)
                .bind("requestId", requestId)
                .bind("origin", request.origin().toString())
                .bind("edgeRequestId", request.edgeRequestId())
                .execute());
  }

  /** Id of the vault's request; empty while there is none. */
  Optional<String> started(ModuleId origin, String edgeRequestId) {
    return database.read(handle -> started(handle, origin, edgeRequestId));
  }

  private static Optional<String> started(Handle handle, ModuleId origin, String edgeRequestId) {
    return handle
        .createQuery(
            "select request_id from pulled_request" + OF_REQUEST + " and request_id is not null")
        .bind("origin", origin.toString())
        .bind("edgeRequestId", edgeRequestId)
        .mapTo(String.class)
        .findOne();
  }

  /** Address of the answer to a request of the vault; empty for one that was not pulled. */
  Optional<Address> address(String requestId) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select origin, edge_request_id, entity_id from pulled_request"
                        + " where request_id = :requestId")
                .bind("requestId", requestId)
                .map(
                    (row, context) ->
                        new Address(
                            ModuleId.parse(row.getString("origin")).orElseThrow(),
                            row.getString("edge_request_id"),
                            row.getString("entity_id")))
                .findFirst());
  }

  /** Returns whether an entity has asked through other modules, too. */
  boolean hasAskedElsewhere(ModuleId origin, String entityId) {
    long others =
        database.read(
            handle ->
                handle
                    .createQuery(
                        "select count(*) from pulled_request"
                            + " where entity_id = :entityId and origin <> :origin")
                    .bind("origin", origin.toString())
                    .bind("entityId", entityId)
                    .mapTo(Long.class)
                    .one());
    return others > 0;
  }

  /** URIs by which a Global Discovery Server knows an entity, usually one. */
  List<String> applicationUris(ModuleId origin, String entityId) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select distinct application_uri from pulled_request"
                        + " where origin = :origin and entity_id = :entityId")
                .bind("origin", origin.toString())
                .bind("entityId", entityId)
                .mapTo(String.class)
                .list());
  }
}
