package org.bactrian.iothub.link;

import java.util.function.Consumer;

/** Sends messages over one connection, each once. */
@FunctionalInterface
interface MessageSender {

  /**
   * Queues a message and returns.
   *
   * @param begun run on another thread, at most once, when the message has left the queue and is
   *     being sent
   * @param outcome told on another thread, at most once
   * @throws IllegalStateException when the connection is gone
   */
  void send(DeviceToCloudMessage message, Runnable begun, Consumer<SendOutcome> outcome);
}
