package org.bactrian.opcua.discovery;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Hello, Acknowledge and Error messages of OPC UA's connection protocol (Part 6, 7.1.2). */
final class HelloMessage {

  /** Bytes of what every message begins with: three letters, {@code F}, and its size. */
  static final int HEADER_SIZE = 8;

  private static final int BUFFER_SIZE = 65_535;
  private static final int FIXED_SIZE = HEADER_SIZE + 6 * Integer.BYTES;
  private static final int ACKNOWLEDGE_SIZE = HEADER_SIZE + 5 * Integer.BYTES;
  private static final int LEAST_ERROR_SIZE = HEADER_SIZE + 2 * Integer.BYTES;
  private static final int MAX_ERROR_SIZE = LEAST_ERROR_SIZE + 4096;

  private HelloMessage() {}

  /** Version 0, buffers of 65,535 bytes, no limits. */
  static ByteBuffer hello(InetSocketAddress port) {
    byte[] url = DiscoveryUrl.of(port).toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer message =
        ByteBuffer.allocate(FIXED_SIZE + url.length).order(ByteOrder.LITTLE_ENDIAN);
    message.put("HELF".getBytes(StandardCharsets.US_ASCII)).putInt(message.capacity());
    message.putInt(0).putInt(BUFFER_SIZE).putInt(BUFFER_SIZE).putInt(0).putInt(0);
    message.putInt(url.length).put(url);
    return message.flip();
  }

  /** Returns whether {@link #HEADER_SIZE} bytes begin what a server answers. */
  static boolean isServerReply(ByteBuffer header) {
    byte[] type = new byte[4];
    header.order(ByteOrder.LITTLE_ENDIAN).get(type);
    int size = header.getInt();
    return switch (new String(type, StandardCharsets.ISO_8859_1)) {
      case "ACKF" -> size == ACKNOWLEDGE_SIZE;
      case "ERRF" -> size >= LEAST_ERROR_SIZE && size <= MAX_ERROR_SIZE;
      default -> false;
    };
  }
}
