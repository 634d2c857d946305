package org.bactrian.cloud.storage;

import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Right to restart, which one replica has at a time: from before its process ends until the next
 * one runs, or until it expires for one that does not come back under the same name.
 */
public final class RestartLease {

  /** Longest time from the end of a process until the next one runs. */
  static final Duration LONGEST_RESTART = Duration.ofMinutes(3);

  private static final String NAME = "cloud";

  private final Database database;
  private final String replica;
  private final DatabaseClock clock;

  /**
   * Creates the right as one replica sees it.
   *
   * @param replica name that the process before and after has, too, and no other replica
   */
  public RestartLease(Database database, String replica) {
    this(database, replica, DatabaseClock.OF_DATABASE);
  }

  RestartLease(Database database, String replica, DatabaseClock clock) {
    this.database = database;
    this.replica = replica;
    this.clock = clock;
  }

  /**
   * Takes the right.
   *
   * @return false when another replica has it
   */
  public boolean take() {
    return database.transaction(this::take);
  }

  private boolean take(Handle handle) {
    Instant now = clock.now(handle);
    Instant until = now.plus(LONGEST_RESTART);
    int first =
        handle
            .createUpdate(
                "insert into restart_lease (name, replica, held_until)"
                    + " values (:name, :replica, :until) on conflict do nothing")
            .bind("name", NAME)
            .bind("replica", replica)
            .bind("until", until)
            .execute();
    return first == 1
        || handle
                .createUpdate(
                    "update restart_lease set replica = :replica, held_until = :until"
                        + " where name = :name and held_until <= :now")
                .bind("name", NAME)
                .bind("replica", replica)
                .bind("until", until)
                .bind("now", now)
                .execute()
            == 1;
  }

  /** Gives the right back that the process before had, now that this one runs. */
  public void giveBack() {
    database.transaction(
        handle ->
            handle
                .createUpdate("delete from restart_lease where name = :name and replica = :replica")
                .bind("name", NAME)
                .bind("replica", replica)
                .execute());
  }
}
