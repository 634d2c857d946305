package org.bactrian.opcua.reverse;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * First message of a server that opens the connection (Part 6, 7.1.2.6).
 *
 * @param serverUri application URI of the server
 * @param endpointUrl URL that a client would use to connect to it
 */
public record ReverseHello(String serverUri, String endpointUrl) {

  /** Length of the header, which says how long the message is. */
  static final int HEADER_BYTES = 8;

  /** Longest text, in bytes (Part 6, 7.1.2.6). */
  private static final int LONGEST_TEXT = 4096;

  private static final int LONGEST = HEADER_BYTES + 2 * (Integer.BYTES + LONGEST_TEXT);
  private static final int SHORTEST = HEADER_BYTES + 2 * Integer.BYTES;
  private static final byte[] TYPE = {'R', 'H', 'E', 'F'};

  /**
   * Reads the length of the message from its header, which stays in the buffer.
   *
   * @throws UaException when it is no such message, or longer than one can be
   */
  static int length(ByteBuf header) throws UaException {
    for (int i = 0; i < TYPE.length; i++) {
      if (header.getByte(header.readerIndex() + i) != TYPE[i]) {
        throw new UaException(StatusCodes.Bad_TcpMessageTypeInvalid, "not a ReverseHello");
      }
    }
    long length = header.getUnsignedIntLE(header.readerIndex() + TYPE.length);
    if (length < SHORTEST || length > LONGEST) {
      throw new UaException(
          StatusCodes.Bad_TcpMessageTooLarge, "a ReverseHello of " + length + " bytes");
    }
    return (int) length;
  }

  /**
   * Reads a whole message.
   *
   * @throws UaException when it is damaged
   */
  static ReverseHello decode(ByteBuf message) throws UaException {
    message.skipBytes(HEADER_BYTES);
    return new ReverseHello(text(message), text(message));
  }

  private static String text(ByteBuf message) throws UaException {
    int length = message.readableBytes() < Integer.BYTES ? -1 : message.readIntLE();
    if (length < 0 || length > LONGEST_TEXT || length > message.readableBytes()) {
      throw new UaException(StatusCodes.Bad_DecodingError, "a ReverseHello with a damaged text");
    }
    return message.readCharSequence(length, StandardCharsets.UTF_8).toString();
  }
}
