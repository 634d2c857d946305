package org.bactrian.iothub.link;

import java.util.function.Consumer;

/** Sends messages over one connection, each once. */
@FunctionalInterface
interface MessageSender {

  /**
   * Queues a message and returns.
   *
   * @param outcome told on another thread, at most once
   * @throws IllegalStateException when the connection is gone
   */
  void send(DeviceToCloudMessage message, Consumer<SendOutcome> outcome);
}
