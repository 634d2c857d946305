package org.bactrian.opcua.subscription;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Group of monitored items that report together. It stands for as many subscriptions at the server
 * as the server's limits ask for, and outlives the server's restarts. Safe for use by several
 * threads.
 */
public interface Subscription extends AutoCloseable {

  /** Returns the settings of the subscription. */
  SubscriptionSettings settings();

  /**
   * Makes these the items. Items that are equal to present ones are left alone, others are added,
   * modified or removed, in as many calls as the server's limits ask for.
   *
   * @return completed when the server has answered for all of them, at once while there is no
   *     connection (the items are then made at the next one)
   */
  CompletableFuture<Void> monitor(Collection<MonitoredItem> items);

  /**
   * Stops or resumes reporting without forgetting anything: while it is stopped the server keeps
   * sampling into its queues (Part 4, 5.14.4). Returns at once; the server follows.
   */
  void publishing(boolean enabled);

  /** Asks the server at once for the items that it has refused, whose nodes may be there now. */
  void retryRefused();

  /**
   * Deletes what the server has and makes it anew, with the first value of each item; what was not
   * fetched is lost and comes as a gap. Returns at once; does nothing without a connection.
   *
   * @param why the reason, as the second half of a sentence
   */
  void recreate(String why);

  /** Returns whether the session that has it is active; it may be another than the first. */
  boolean isConnected();

  /** Returns whether the server has answered for all items, be it by a refusal. */
  boolean isSettled();

  /** Returns when the server is asked again for the items that it has refused, by their keys. */
  Map<String, Instant> nextTries();

  /**
   * Removes the subscription from the server, which then sends nothing more. What has come before
   * is still delivered.
   *
   * @return completed when the listener is not called any more
   */
  CompletableFuture<Void> end();

  /**
   * Takes nothing more and leaves the subscription at the server, for a later process that has its
   * journal. What has come before is still delivered.
   *
   * @return completed when the listener is not called any more
   */
  CompletableFuture<Void> leave();

  /** Does the same as {@link #end} and waits for nothing. */
  @Override
  default void close() {
    end();
  }
}
