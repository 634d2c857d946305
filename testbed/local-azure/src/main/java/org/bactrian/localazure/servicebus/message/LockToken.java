package org.bactrian.localazure.servicebus.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** A lock token as a delivery tag: a GUID in the byte order of .NET. */
public final class LockToken {

  private static final int SIZE = 16;

  private LockToken() {}

  /** The 16 bytes of a token: the first three of its five groups are little-endian. */
  public static byte[] toBytes(UUID token) {
    long high = token.getMostSignificantBits();
    ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
    bytes.order(ByteOrder.BIG_ENDIAN).putLong(token.getLeastSignificantBits());
    return bytes.array();
  }
}
