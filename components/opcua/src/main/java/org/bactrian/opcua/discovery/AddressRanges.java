package org.bactrian.opcua.discovery;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The addresses that a scan may look at.
 *
 * @param ranges in order, neither overlapping nor touching
 */
public record AddressRanges(List<AddressRange> ranges) implements Iterable<Inet4Address> {

  /** No address. */
  public static final AddressRanges NONE = new AddressRanges(List.of());

  private static final int BITS = 32;

  /** Puts the ranges in order and joins those that overlap or touch. */
  public AddressRanges {
    ranges = joined(ranges);
  }

  /**
   * Reads a list such as {@code 10.0.0.0/24; 10.0.1.5-10.0.1.9, 192.168.0.7, localhost}. A name of
   * a network card in square brackets after a range is passed over, and {@code *}{@code /24} stands
   * for such a network around each address of this host.
   *
   * @param networks what {@code *} stands for
   * @throws IllegalArgumentException when a part is none of these, with the part
   */
  public static AddressRanges parse(String text, HostNetworks networks) {
    return new AddressRanges(
        Stream.of(text.split("[;,]"))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .flatMap(part -> new AddressRangeParser(part).ranges(networks))
            .toList());
  }

  /** Returns the number of addresses. */
  public long count() {
    return ranges.stream().mapToLong(AddressRange::count).sum();
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Returns true for an address of the ranges. */
  public boolean contains(Inet4Address address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  /** Returns the intersection. */
  public AddressRanges and(AddressRanges others) {
    List<AddressRange> both = new ArrayList<>();
    for (AddressRange range : ranges) {
      for (AddressRange other : others.ranges) {
        long first = Math.max(range.first(), other.first());
        long last = Math.min(range.last(), other.last());
        if (first <= last) {
          both.add(new AddressRange(first, last));
        }
      }
    }
    return new AddressRanges(both);
  }

  /** One address after the other; nothing is kept for the whole. */
  @Override
  public Iterator<Inet4Address> iterator() {
    return new Walk();
  }

  /** A stream would lay a whole range aside. */
  private final class Walk implements Iterator<Inet4Address> {

    private int range;
    private long offset;

    @Override
    public boolean hasNext() {
      return range < ranges.size();
    }

    @Override
    public Inet4Address next() {
      if (!hasNext()) {
        throw new NoSuchElementException("every address was walked through");
      }
      AddressRange current = ranges.get(range);
      Inet4Address address = AddressRange.address(current.first() + offset++);
      if (offset == current.count()) {
        range++;
        offset = 0;
      }
      return address;
    }
  }

  /** The ranges as networks, such as {@code 10.0.0.0/24;10.0.1.5/32}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (AddressRange range : ranges) {
      long next = range.first();
      while (next <= range.last()) {
        int size = largestNetwork(next, range.last());
        text.append(text.isEmpty() ? "" : ";")
            .append(AddressRange.address(next).getHostAddress())
            .append('/')
            .append(BITS - size);
        next += 1L << size;
      }
    }
    return text.toString();
  }

  /** Bits of the largest network that begins at {@code first} and does not pass {@code last}. */
  private static int largestNetwork(long first, long last) {
    int aligned = first == 0 ? BITS : Math.min(BITS, Long.numberOfTrailingZeros(first));
    int fitting = 63 - Long.numberOfLeadingZeros(last - first + 1);
    return Math.min(aligned, fitting);
  }

  private static List<AddressRange> joined(List<AddressRange> ranges) {
    List<AddressRange> joined = new ArrayList<>();
    for (AddressRange range :
        ranges.stream().sorted(Comparator.comparing(AddressRange::first)).toList()) {
      AddressRange before = joined.isEmpty() ? range : joined.get(joined.size() - 1);
      if (!joined.isEmpty() && range.first() <= before.last() + 1) {
        joined.set(
            joined.size() - 1,
            new AddressRange(before.first(), Math.max(before.last(), range.last())));
      } else {
        joined.add(range);
      }
    }
    return List.copyOf(joined);
  }
}
