package org.bactrian.cloud.synchronization;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.storage.Database;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Store of what subscribers were told last, in the database that replicas share: of several
 * replicas that see a change at once, one is told that it is new.
 */
final class AnnouncedEntities {

  private static final String OF_ENTITY = " where source = :source and entity_id = :id";

  private final Database database;
  private final InstantSource clock;

  AnnouncedEntities(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Result of comparing an entity with what was told of it last. */
  enum Novelty {
    /** Nobody was told of it. */
    NEW,
    /** It was something else. */
    CHANGED,
    /** It is what it was. */
    SAME
  }

  /**
   * Notes what an entity is now.
   *
   * @param body what is compared, as text
   * @param connected whether it is connected
   * @param sweep number of the sweep that has seen it
   */
  Novelty note(EntityKey key, String body, boolean connected, long sweep) {
    return database.transaction(
        handle -> {
          int added =
              handle
                  .createUpdate(
                      "insert into announced_entity"
                          + " (source, entity_id, body, connected, changed_at, sweep)"
                          + " values (:source, :id, :body, :connected, :now, :sweep)"
                          + " on conflict do nothing")
                  .bindMap(key.parameters())
                  .bind("body", body)
                  .bind("connected", connected)
                  .bind("now", now())
                  .bind("sweep", sweep)
                  .execute();
          if (added == 1) {
            return Novelty.NEW;
          }
          handle
              .createUpdate(
                  "update announced_entity set changed_at = :now, connected = :connected"
                      + OF_ENTITY
                      + " and connected <> :connected")
              .bindMap(key.parameters())
              .bind("connected", connected)
              .bind("now", now())
              .execute();
          handle
              .createUpdate(
                  "update announced_entity set sweep = :sweep" + OF_ENTITY + " and sweep < :sweep")
              .bindMap(key.parameters())
              .bind("sweep", sweep)
              .execute();
          int changed =
              handle
                  .createUpdate(
                      "update announced_entity set body = :body" + OF_ENTITY + " and body <> :body")
                  .bindMap(key.parameters())
                  .bind("body", body)
                  .execute();
          return changed == 1 ? Novelty.CHANGED : Novelty.SAME;
        });
  }

  /**
   * Notes which entities a sweep has seen as they were.
   *
   * @param seen what is compared of each, as text
   * @return those that are something else, or new
   */
  Set<EntityKey> noteSame(Map<EntityKey, String> seen, long sweep) {
    if (seen.isEmpty()) {
      return Set.of();
    }
    List<EntityKey> keys = List.copyOf(seen.keySet());
    int[] same =
        database.transaction(
            handle -> {
              PreparedBatch batch =
                  handle.prepareBatch(
                      "update announced_entity set sweep = :sweep"
                          + OF_ENTITY
                          + " and body = :body");
              for (EntityKey key : keys) {
                batch
                    .bindMap(key.parameters())
                    .bind("body", seen.get(key))
                    .bind("sweep", sweep)
                    .add();
              }
              return batch.execute();
            });
    Set<EntityKey> others = new LinkedHashSet<>();
    for (int i = 0; i < same.length; i++) {
      if (same[i] == 0) {
        others.add(keys.get(i));
      }
    }
    return others;
  }

  /** Forgets an entity; what it was last, for the one of several replicas that comes first. */
  Optional<String> forget(EntityKey key) {
    return database.transaction(
        handle -> {
          Optional<String> body =
              handle
                  .createQuery("select body from announced_entity" + OF_ENTITY)
                  .bindMap(key.parameters())
                  .mapTo(String.class)
                  .findOne();
          int gone =
              handle
                  .createUpdate("delete from announced_entity" + OF_ENTITY)
                  .bindMap(key.parameters())
                  .execute();
          return gone == 1 ? body : Optional.empty();
        });
  }

  /** Returns some entities that no sweep since that one has seen. */
  List<EntityKey> notSeenSince(long sweep, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select source, entity_id from announced_entity where sweep < :sweep"
                        + " order by sweep, source, entity_id limit :limit")
                .bind("sweep", sweep)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new EntityKey(
                            RegistryEventSource.valueOf(row.getString("source")),
                            row.getString("entity_id")))
                .list());
  }

  /** Returns whether an entity has been without connection for so long. */
  boolean isDisconnectedFor(EntityKey key, Duration time) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select 1 from announced_entity"
                        + OF_ENTITY
                        + " and connected = false and changed_at <= :before")
                .bindMap(key.parameters())
                .bind("before", now() - time.toNanos())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  private long now() {
    return ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
  }
}
