package org.bactrian.opcua.subscription;

/**
 * Counts of a session's publish requests (Part 4, 5.14.5).
 *
 * @param outstanding requests that wait at the server now
 * @param needed requests that should wait there
 * @param answered requests that brought something, never falls
 * @param failed requests that failed, never falls
 * @param keepAlives answers that only told that a subscription lives, never falls
 */
public record PublishRequestCounts(
    int outstanding, int needed, long answered, long failed, long keepAlives) {

  /** Counts without a session. */
  static PublishRequestCounts idle(SubscriptionCounters counters) {
    return of(0, 0, counters);
  }

  static PublishRequestCounts of(int outstanding, int needed, SubscriptionCounters counters) {
    return new PublishRequestCounts(
        outstanding,
        needed,
        counters.answeredRequests.sum(),
        counters.failedRequests.sum(),
        counters.keepAlives.sum());
  }
}
