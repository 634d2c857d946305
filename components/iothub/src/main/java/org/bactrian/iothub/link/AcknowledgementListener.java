package org.bactrian.iothub.link;

/** Told once what became of a message. Called on the link's thread for acknowledgements. */
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
