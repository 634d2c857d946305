package org.bactrian.iothub.link;

import org.bactrian.model.telemetry.UndeliverableMessageException;

/** A message that IoT Hub can never take, however often it is sent. */
public class MessageRejectedException extends UndeliverableMessageException {

  public MessageRejectedException(String message) {
    super(message);
  }
}
