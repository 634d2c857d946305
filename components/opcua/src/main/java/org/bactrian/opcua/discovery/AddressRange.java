package org.bactrian.opcua.discovery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * IPv4 addresses that follow each other.
 *
 * @param first lowest address as an unsigned number
 * @param last highest address, not below {@code first}
 */
public record AddressRange(long first, long last) {

  private static final long HIGHEST = 0xFFFF_FFFFL;
  private static final int BITS = 32;

  public AddressRange {
    if (first < 0 || last > HIGHEST || first > last) {
      throw new IllegalArgumentException("no range of addresses: " + first + " to " + last);
    }
  }

  /** One address. */
  public static AddressRange of(Inet4Address address) {
    return new AddressRange(number(address), number(address));
  }

  /**
   * The network that an address lies in.
   *
   * @param prefix number of leading bits that all its addresses share, 0 to 32
   */
  public static AddressRange of(Inet4Address address, int prefix) {
    if (prefix < 0 || prefix > BITS) {
      throw new IllegalArgumentException("prefix must be between 0 and 32, was " + prefix);
    }
    long mask = HIGHEST << (BITS - prefix) & HIGHEST;
    long first = number(address) & mask;
    return new AddressRange(first, first | ~mask & HIGHEST);
  }

  /** Returns the number of addresses. */
  public long count() {
    return last - first + 1;
  }

  /** Returns true for an address of the range. */
  public boolean contains(Inet4Address address) {
    long number = number(address);
    return number >= first && number <= last;
  }

  static long number(Inet4Address address) {
    long number = 0;
    for (byte part : address.getAddress()) {
      number = number << Byte.SIZE | Byte.toUnsignedLong(part);
    }
    return number;
  }

  static Inet4Address address(long number) {
    byte[] parts = {
      (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number
    };
    try {
      return (Inet4Address) InetAddress.getByAddress(parts);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
