package org.bactrian.iothub.link;

/** Outcome of one attempt to send a message. */
sealed interface SendOutcome {

  /** IoT Hub acknowledged the message. */
  record Accepted() implements SendOutcome {}

  /** The message may or may not have arrived; it is to be sent again. */
  record Lost(String problem) implements SendOutcome {}

  /** The message can never arrive. */
  record Rejected(String problem) implements SendOutcome {}
}
