package org.bactrian.cloud.contract;

/**
 * The events service. Beyond what version 2.8 has, the negotiations of its hubs are described, and
 * hubs and subscriptions are streams of Server-Sent Events, too.
 */
final class EventsContractTest extends ServiceFacts {

  EventsContractTest() {
    super("events");
  }
}
