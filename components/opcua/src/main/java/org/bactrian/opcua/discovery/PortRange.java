package org.bactrian.opcua.discovery;

/**
 * TCP ports that follow each other.
 *
 * @param first lowest port, at least 1
 * @param last highest port, at most 65535
 */
public record PortRange(int first, int last) {

  /** The highest port. */
  public static final int HIGHEST = 65_535;

  public PortRange {
    if (first < 1 || last > HIGHEST || first > last) {
      throw new IllegalArgumentException(
          "ports go from 1 to 65535, low to high, was " + first + "-" + last);
    }
  }

  static PortRange of(int port) {
    return new PortRange(port, port);
  }

  /** Returns the number of ports. */
  public int count() {
    return last - first + 1;
  }

  boolean contains(int port) {
    return port >= first && port <= last;
  }

  /** As people write it, such as {@code 4840}, {@code 4840-4841} or {@code 49152-*}. */
  @Override
  public String toString() {
    if (first == last) {
      return Integer.toString(first);
    }
    if (first == 1 && last == HIGHEST) {
      return "*";
    }
    return first + "-" + (last == HIGHEST ? "*" : last);
  }
}
