package org.bactrian.localazure.hub.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * Keeps acknowledgements in the order of the messages, as MQTT 3.1.1, 4.6 asks, when some of them
 * have to wait. Belongs to the hub's event loop.
 */
final class OrderedAcknowledgements {

  /** An acknowledgement that has its place in the order, and may have to wait. */
  final class PendingAcknowledgement {
    private final int packetId;
    private boolean ready;

    private PendingAcknowledgement(int packetId) {
      this.packetId = packetId;
    }

    /** Lets it go, behind those before it. */
    void release() {
      ready = true;
      while (!waiting.isEmpty() && waiting.peek().ready) {
        send.accept(waiting.remove().packetId);
      }
    }
  }

  private final Deque<PendingAcknowledgement> waiting = new ArrayDeque<>();
  private final IntConsumer send;

  OrderedAcknowledgements(IntConsumer send) {
    this.send = send;
  }

  /** Takes the next place in the order. */
  PendingAcknowledgement next(int packetId) {
    PendingAcknowledgement place = new PendingAcknowledgement(packetId);
    waiting.add(place);
    return place;
  }

  /** Sends an acknowledgement as soon as those before it have gone. */
  void now(int packetId) {
    if (waiting.isEmpty()) {
      send.accept(packetId);
    } else {
      next(packetId).release();
    }
  }
}
