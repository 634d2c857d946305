package org.bactrian.iothub.link;

/**
 * The connection was closed on purpose before IoT Hub acknowledged. Whoever holds it sends again.
 */
public class LinkClosedException extends Exception {

  private static final long serialVersionUID = 1L;

  public LinkClosedException(String message) {
    super(message);
  }
}
