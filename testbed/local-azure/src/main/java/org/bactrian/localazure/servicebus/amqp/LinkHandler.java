package org.bactrian.localazure.servicebus.amqp;

import org.apache.qpid.proton.engine.Delivery;

/** Receiver of a link's events at the server's end. Belongs to the event loop. */
interface LinkHandler {

  /** Lets everything pass: a link that was refused, or is over. */
  LinkHandler NONE = new LinkHandler() {};

  /** The client gave credit, or asked for what is there at once. */
  default void flow() {}

  /** A delivery came, grew, or changed its state. */
  default void delivery(Delivery delivery) {}

  /** The link, its session or its connection is gone. */
  default void ended() {}
}
