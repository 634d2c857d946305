package org.bactrian.edge.mqtt;

import java.util.Arrays;
import java.util.Set;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Reasons for which a broker does not take a message (MQTT 5, 2.4), and what follows from them. */
final class MqttRefusal {

  /** Larger codes are failures. */
  private static final int FIRST_FAILURE = 0x80;

  /** The packet is larger than the broker takes. */
  static final int PACKET_TOO_LARGE = 0x95;

  private static final int TOPIC_NAME_INVALID = 0x90;
  private static final int PAYLOAD_FORMAT_INVALID = 0x99;

  /** Codes that the same message gets each time, whenever it is sent. */
  private static final Set<Integer> FINAL =
      Set.of(TOPIC_NAME_INVALID, PACKET_TOO_LARGE, PAYLOAD_FORMAT_INVALID);

  private MqttRefusal() {}

  /** True when one of the codes of an acknowledgement says that the message was not taken. */
  static boolean isRefusal(int... codes) {
    return Arrays.stream(codes).anyMatch(code -> code >= FIRST_FAILURE);
  }

  /** The fault of a message that was acknowledged with these codes. */
  static Exception of(String broker, int... codes) {
    int code = Arrays.stream(codes).filter(one -> one >= FIRST_FAILURE).findFirst().orElse(0);
    String text = broker + " refused the message: " + text(code);
    return FINAL.contains(code)
        ? new UndeliverableMessageException(text + ".")
        : new MqttRefusedException(text, null);
  }

  /** The fault of a packet that is larger than the broker says it takes. */
  static Exception tooLarge(String broker, long bytes, long limit) {
    return new UndeliverableMessageException(
        broker
            + " takes packets of at most "
            + limit
            + " bytes, the message makes one of "
            + bytes
            + ". Raise the broker's limit, or lower --ms.");
  }

  /**
   * Whether the connection ended since a packet was too large. Mosquitto says that of its {@code
   * message_size_limit} in an acknowledgement, at which {@link AcknowledgementStream} ends it.
   */
  static boolean isTooLarge(MqttDisconnectResponse response) {
    MqttException fault = response.getException();
    return response.getReturnCode() == PACKET_TOO_LARGE
        || (fault != null
            && (fault.getReasonCode() == PACKET_TOO_LARGE
                || fault.getCause() instanceof AcknowledgementStream.PacketTooLargeException));
  }

  /** The fault of the message at which the connection ended. */
  static Exception endedConnection(String broker, long bytes) {
    return new UndeliverableMessageException(
        broker
            + " does not take a packet of "
            + bytes
            + " bytes, at which the connection ended. Raise the broker's limit, or lower --ms.");
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
