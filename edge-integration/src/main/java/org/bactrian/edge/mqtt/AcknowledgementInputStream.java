package org.bactrian.edge.mqtt;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Input stream of a broker connection that fails at an acknowledgement with reason code 0x95,
 * packet too large. MQTT 5 does not define that code for acknowledgements (3.4.2.1, 3.5.2.1), and
 * Paho ends the connection at any such code without telling which one it was. Not thread-safe.
 */
final class AcknowledgementInputStream extends FilterInputStream {

  private static final int PUBACK = 4;
  private static final int PUBREC = 5;

  /** Bytes of an acknowledgement's variable header in front of the reason code. */
  private static final int IDENTIFIER_BYTES = 2;

  private boolean inHeader;
  private int type;
  private int shift;
  private long length;
  private long position;

  AcknowledgementInputStream(InputStream in) {
    super(in);
  }

  /** Refusal of a packet for its size. */
  static final class PacketTooLargeException extends IOException {

    PacketTooLargeException() {
      super("The broker acknowledged a message with packet too large (0x95)");
    }
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      follow(value);
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    int read = super.read(buffer, offset, count);
    for (int i = 0; i < read; i++) {
      follow(buffer[offset + i] & 0xFF);
    }
    return read;
  }

  private void follow(int value) throws PacketTooLargeException {
    if (inHeader) {
      length |= (long) (value & 0x7F) << shift;
      shift += 7;
      inHeader = (value & 0x80) != 0;
    } else if (position == length) {
      type = value >> 4;
      inHeader = true;
      shift = 0;
      length = 0;
      position = 0;
    } else {
      if ((type == PUBACK || type == PUBREC)
          && position == IDENTIFIER_BYTES
          && value == MqttReasonCodes.PACKET_TOO_LARGE) {
        throw new PacketTooLargeException();
      }
      position++;
    }
  }
}
