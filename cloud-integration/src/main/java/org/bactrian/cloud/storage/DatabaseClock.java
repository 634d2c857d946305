package org.bactrian.cloud.storage;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Time of the database, by which leases end: clocks of replicas may differ, and one that is ahead
 * would end leases that still hold.
 */
@FunctionalInterface
public interface DatabaseClock {

  /** The time at which the transaction began, or later. */
  DatabaseClock OF_DATABASE =
      handle -> handle.createQuery("select current_timestamp").mapTo(Instant.class).one();

  /** Returns the time. */
  Instant now(Handle handle);
}
