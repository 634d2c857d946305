package org.bactrian.cloud.synchronization;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.bactrian.cloud.storage.Database;

/**
 * Right to compare the registry with IoT Hub, which one replica has at a time, and where that goes
 * on. Replicas take turns by their clocks, which may differ by some seconds.
 */
final class SweepLease {

  /** Time after which another replica takes over from one that died. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  private static final String NAME = "registry";
  private static final String OWN = " where name = :name and owner = :owner";

  private final Database database;
  private final InstantSource clock;
  private final String owner = UUID.randomUUID().toString();

  SweepLease(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Place at which a sweep goes on.
   *
   * @param sweep number of the sweep, from 1; the first one only notes what there is
   * @param phase phase that it is in
   * @param continuation IoT Hub's token of the next page; empty for the first
   */
  record Position(long sweep, SweepPhase phase, String continuation) {

    static final Position FIRST = new Position(1, SweepPhase.MODULES, "");

    /** Returns true for a sweep that finds everything as it was before anybody was told of it. */
    boolean isBaseline() {
      return sweep == 1;
    }
  }

  /**
   * Takes the right, unless another replica has it or has just had it.
   *
   * @param period time between two runs, of whatever replica
   */
  Optional<Position> take(Duration period) {
    return database.transaction(
        handle -> {
          long now = now();
          int first =
              handle
                  .createUpdate(
                      "insert into synchronization_sweep"
                          + " (name, owner, leased_until, ran_at, sweep, phase, continuation)"
                          + " values (:name, :owner, :until, :now, 1, 'MODULES', '')"
                          + " on conflict do nothing")
                  .bind("name", NAME)
                  .bind("owner", owner)
                  .bind("until", now + LEASE.toNanos())
                  .bind("now", now)
                  .execute();
          if (first == 1) {
            return Optional.of(Position.FIRST);
          }
          int taken =
              handle
                  .createUpdate(
                      "update synchronization_sweep set owner = :owner, leased_until = :until,"
                          + " ran_at = :now where name = :name and leased_until < :now"
                          + " and ran_at <= :before")
                  .bind("name", NAME)
                  .bind("owner", owner)
                  .bind("until", now + LEASE.toNanos())
                  .bind("now", now)
                  .bind("before", now - period.toNanos() * 8 / 10)
                  .execute();
          if (taken == 0) {
            return Optional.empty();
          }
          return handle
              .createQuery(
                  "select sweep, phase, continuation from synchronization_sweep"
                      + " where name = :name")
              .bind("name", NAME)
              .map(
                  (row, context) ->
                      new Position(
                          row.getLong("sweep"),
                          SweepPhase.valueOf(row.getString("phase")),
                          row.getString("continuation")))
              .findOne();
        });
  }

  /**
   * Notes where the sweep goes on, and keeps the right for longer.
   *
   * @return false when another replica has taken over meanwhile
   */
  boolean advance(Position position) {
    return note(position, now() + LEASE.toNanos());
  }

  /** Notes where the sweep goes on, and gives the right back. */
  void release(Position position) {
    note(position, 0);
  }

  private boolean note(Position position, long until) {
    return database.transaction(
        handle ->
            handle
                    .createUpdate(
                        "update synchronization_sweep set leased_until = :until, sweep = :sweep,"
                            + " phase = :phase, continuation = :continuation"
                            + OWN)
                    .bind("name", NAME)
                    .bind("owner", owner)
                    .bind("until", until)
                    .bind("sweep", position.sweep())
                    .bind("phase", position.phase().name())
                    .bind("continuation", position.continuation())
                    .execute()
                == 1);
  }

  private long now() {
    return ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
  }
}
