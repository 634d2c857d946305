package org.bactrian.iothub.link;

/**
 * Listener to the outcome of sending a message, called once. Called on the link's thread for
 * acknowledgements.
 */
public interface AcknowledgementListener {

  /** IoT Hub has the message. */
  void acknowledged();

  /**
   * The message will not be sent.
   *
   * @param cause {@link MessageRejectedException} or {@link LinkClosedException}
   */
  void failed(Exception cause);
}
