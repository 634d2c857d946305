package org.bactrian.opcua.subscription;

import java.util.concurrent.atomic.LongAdder;

/** Counters of one session, updated by all its deliveries. */
final class SubscriptionCounters {
  final LongAdder messages = new LongAdder();
  final LongAdder values = new LongAdder();
  final LongAdder gaps = new LongAdder();
  final LongAdder keepAlives = new LongAdder();
  final LongAdder answeredRequests = new LongAdder();
  final LongAdder failedRequests = new LongAdder();
}
