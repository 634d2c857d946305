package org.bactrian.iothub.link;

/**
 * Exception for a message of a connection that was closed on purpose before IoT Hub acknowledged
 * it. Whoever holds it sends again.
 */
public class LinkClosedException extends Exception {

  public LinkClosedException(String message) {
    super(message);
  }
}
