package org.bactrian.edge.mqtt;

import org.jspecify.annotations.Nullable;

/** Refusal of a message by a broker that may accept it at another attempt. */
final class MqttRefusedException extends Exception {

  MqttRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
