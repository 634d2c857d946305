package org.bactrian.iothub.link;

/** A message that IoT Hub can never take, however often it is sent. */
public class MessageRejectedException extends Exception {

  private static final long serialVersionUID = 1L;

  public MessageRejectedException(String message) {
    super(message);
  }
}
