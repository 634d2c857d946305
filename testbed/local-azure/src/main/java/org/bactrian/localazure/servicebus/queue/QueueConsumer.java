package org.bactrian.localazure.servicebus.queue;

/** Consumer of a queue's messages. Belongs to the event loop. */
public interface QueueConsumer {

  /** Number of messages that it takes now. */
  int credit();

  /**
   * Returns whether a message that it gets is gone at once; otherwise it is locked until it is
   * settled.
   */
  boolean deletes();

  /** Gets a message. */
  void deliver(QueueDelivery delivery);
}
