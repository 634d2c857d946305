package org.bactrian.edge.mqtt;

/** A message that a broker did not take this time. */
final class MqttRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  MqttRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
