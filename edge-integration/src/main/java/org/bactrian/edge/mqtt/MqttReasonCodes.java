package org.bactrian.edge.mqtt;

import java.util.Arrays;
import java.util.Set;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Reason codes with which a broker refuses a message (MQTT 5, 2.4), mapped to exceptions. */
final class MqttReasonCodes {

  /** Larger codes are failures. */
  private static final int FIRST_FAILURE = 0x80;

  /** Packet larger than the broker accepts. */
  static final int PACKET_TOO_LARGE = 0x95;

  private static final int TOPIC_NAME_INVALID = 0x90;
  private static final int PAYLOAD_FORMAT_INVALID = 0x99;

  /** Codes that the same message gets at every attempt. */
  private static final Set<Integer> FINAL =
      Set.of(TOPIC_NAME_INVALID, PACKET_TOO_LARGE, PAYLOAD_FORMAT_INVALID);

  private MqttReasonCodes() {}

  /** Returns true when one of the codes of an acknowledgement refuses the message. */
  static boolean isRefusal(int... codes) {
    return Arrays.stream(codes).anyMatch(code -> code >= FIRST_FAILURE);
  }

  /** Returns the exception for a message that was acknowledged with these codes. */
  static Exception of(String broker, int... codes) {
    int code = Arrays.stream(codes).filter(one -> one >= FIRST_FAILURE).findFirst().orElse(0);
    String text = broker + " refused the message: " + text(code);
    return FINAL.contains(code)
        ? new UndeliverableMessageException(text + ".")
        : new MqttRefusedException(text, null);
  }

  /** Returns the exception for a packet that is larger than the broker's limit. */
  static Exception tooLarge(String broker, long bytes, long limit) {
    return new UndeliverableMessageException(
        ("%s accepts packets of at most %s bytes, but the message needs %s. Raise the"
                + " broker's limit, or lower --ms.")
            .formatted(broker, limit, bytes));
  }

  /**
   * Returns true when the connection ended because a packet was too large. Mosquitto reports its
   * {@code message_size_limit} in an acknowledgement, at which {@link AcknowledgementInputStream}
   * fails.
   */
  static boolean isTooLarge(MqttDisconnectResponse response) {
    MqttException fault = response.getException();
    return response.getReturnCode() == PACKET_TOO_LARGE
        || (fault != null
            && (fault.getReasonCode() == PACKET_TOO_LARGE
                || fault.getCause() instanceof AcknowledgementInputStream.PacketTooLargeException));
  }

  /** Returns the exception for the message at which the connection ended. */
  static Exception endedConnection(String broker, long bytes) {
    return new UndeliverableMessageException(
        broker
            + " does not accept a packet of "
            + bytes
            + " bytes and ended the connection. Raise the broker's limit, or lower --ms.");
  }

  private static String text(int code) {
    return switch (code) {
      case 0x83 -> "implementation specific error (0x83)";
      case 0x87 -> "not authorized (0x87)";
      case TOPIC_NAME_INVALID -> "topic name invalid (0x90)";
      case PACKET_TOO_LARGE -> "packet too large (0x95)";
      case 0x97 -> "quota exceeded (0x97)";
      case PAYLOAD_FORMAT_INVALID -> "payload format invalid (0x99)";
      default -> String.format("reason code 0x%02x", code);
    };
  }
}
