package org.bactrian.model.discovery;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** TCP ports that a scan may look at, from 1 to 65535. Immutable. */
public final class PortRanges {

  /** The highest port. */
  private static final int HIGHEST = 65_535;

  // The constants below are parsed by it.
  private static final Pattern PART =
      Pattern.compile("(?<first>\\d{1,5}|\\*)(?:\\s*-\\s*(?<last>\\d{1,5}|\\*))?");

  /** No port. */
  public static final PortRanges NONE = parse("");

  /** Every port. */
  public static final PortRanges ALL = parse("*");

  private final BitSet ports;

  private PortRanges(BitSet ports) {
    this.ports = ports;
  }

  /**
   * Reads a list such as {@code 4840; 48000-48100, 62541-*}; {@code *} alone is every port.
   *
   * @throws IllegalArgumentException when a part is none of these, with the part
   */
  public static PortRanges parse(String text) {
    BitSet ports = new BitSet();
    Stream.of(text.split("[;,]"))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .forEach(part -> add(part, ports));
    return new PortRanges(ports);
  }

  private static void add(String text, BitSet ports) {
    Matcher part = PART.matcher(text);
    if (!part.matches()) {
      throw fault(text);
    }
    String first = part.group("first");
    String last = part.group("last");
    boolean all = first.equals("*") && last == null;
    int low = first.equals("*") ? 1 : Math.max(1, Integer.parseInt(first));
    int high = all || "*".equals(last) ? HIGHEST : last == null ? low : Integer.parseInt(last);
    if (low > high || high > HIGHEST || first.equals("0") && last == null) {
      throw fault(text);
    }
    ports.set(low, high + 1);
  }

  private static IllegalArgumentException fault(String text) {
    return new IllegalArgumentException(
        "\""
            + text
            + "\" is no range of ports. Write 4840, 48000-48100, 49152-* or *, several of them with"
            + " ; between.");
  }

  /** Returns the number of ports. */
  public int count() {
    return ports.cardinality();
  }

  public boolean isEmpty() {
    return ports.isEmpty();
  }

  /** Returns true for a port of the ranges. */
  public boolean contains(int port) {
    return ports.get(port);
  }

  /** Every port in order. */
  public IntStream stream() {
    return ports.stream();
  }

  /** The first port of each range, in order. */
  public IntStream firsts() {
    return ports.stream().filter(port -> !ports.get(port - 1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PortRanges that && ports.equals(that.ports);
  }

  @Override
  public int hashCode() {
    return ports.hashCode();
  }

  /** As people write it, such as {@code 4840-4841;49152-*}. */
  @Override
  public String toString() {
    return firsts().mapToObj(this::range).collect(Collectors.joining(";"));
  }

  private String range(int first) {
    int last = ports.nextClearBit(first) - 1;
    if (first == last) {
      return Integer.toString(first);
    }
    String end = last == HIGHEST ? "*" : Integer.toString(last);
    return first == 1 && last == HIGHEST ? "*" : first + "-" + end;
  }
}
