package org.bactrian.model.discovery;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressSeqRange;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import inet.ipaddr.ipv4.IPv4Address;
import java.net.Inet4Address;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The IPv4 addresses that a scan may look at.
 *
 * @param ranges in order, neither overlapping nor touching
 */
public record AddressRanges(List<IPAddressSeqRange> ranges) implements Iterable<Inet4Address> {

  /** No address. */
  public static final AddressRanges NONE = new AddressRanges(List.of());

  private static final Pattern CARD = Pattern.compile("\\[[^\\]]*\\]");

  /**
   * Form of an address and of a network. The library reads more, such as a mere {@code /0}, and
   * fails on prefixes of a hundred digits.
   */
  private static final Pattern FORM = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?");

  /** Four decimal numbers, and a network's length behind a slash; none of the library's others. */
  private static final IPAddressStringParameters PLAIN =
      new IPAddressStringParameters.Builder()
          .allowIPv6(false)
          .allowEmpty(false)
          .allowAll(false)
          .allowSingleSegment(false)
          .allowMask(false)
          .setRangeOptions(RangeParameters.NO_RANGE)
          .getIPv4AddressParametersBuilder()
          .allow_inet_aton(false)
          .getParentBuilder()
          .toParams();

  /** Puts the ranges in order and joins those that overlap or touch. */
  public AddressRanges {
    ranges = List.of(IPAddressSeqRange.join(ranges.toArray(IPAddressSeqRange[]::new)));
  }

  /** One address. */
  public static AddressRanges of(Inet4Address address) {
    return new AddressRanges(List.of(new IPv4Address(address).toSequentialRange()));
  }

  /**
   * The network that an address lies in.
   *
   * @param prefix number of leading bits that all its addresses share, 0 to 32
   */
  public static AddressRanges network(Inet4Address address, int prefix) {
    return new AddressRanges(
        List.of(new IPv4Address(address).toPrefixBlock(prefix).toSequentialRange()));
  }

  /** All addresses of several ranges. */
  public static AddressRanges all(Stream<AddressRanges> ranges) {
    return new AddressRanges(ranges.flatMap(one -> one.ranges().stream()).toList());
  }

  /**
   * Reads a list such as {@code 10.0.0.0/24; 10.0.1.5-10.0.1.9, 192.168.0.7, localhost}. A name of
   * a network card in square brackets after a range is passed over.
   *
   * @param around gives what {@code *}{@code /24} stands for: networks of that length around each
   *     address of this host
   * @throws IllegalArgumentException when a part is none of these, with the part
   */
  public static AddressRanges parse(String text, IntFunction<AddressRanges> around) {
    return all(
        Stream.of(CARD.matcher(text).replaceAll("").split("[;,]"))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .map(part -> part(part, around)));
  }

  /** Reads such a list, in which no {@code *} may stand for the networks of this host. */
  public static AddressRanges parse(String text) {
    return parse(
        text,
        prefix -> {
          throw fault("*/" + prefix, null);
        });
  }

  /** Reads an address; empty when the text is none. */
  public static Optional<Inet4Address> address(String text) {
    IPAddress read =
        FORM.matcher(text).matches() ? new IPAddressString(text, PLAIN).getAddress() : null;
    return Optional.ofNullable(read).map(address -> (Inet4Address) address.toInetAddress());
  }

  private static AddressRanges part(String text, IntFunction<AddressRanges> around) {
    try {
      if (text.startsWith("*/")) {
        return around.apply(read("0.0.0.0/" + text.substring(2)).getNetworkPrefixLength());
      }
      String[] ends = text.split("-", -1);
      if (ends.length > 2) {
        throw fault(text, null);
      }
      IPAddress first = read(ends[0].strip());
      return new AddressRanges(
          List.of(
              first.isPrefixed()
                  ? first.toPrefixBlock().toSequentialRange()
                  : first.spanWithRange(read(ends[ends.length - 1].strip()))));
    } catch (AddressStringException | IncompatibleAddressException e) {
      throw fault(text, e);
    }
  }

  private static IPAddress read(String text)
      throws AddressStringException, IncompatibleAddressException {
    String address = text.equalsIgnoreCase("localhost") ? "127.0.0.1" : text;
    if (!FORM.matcher(address).matches()) {
      throw new AddressStringException(text, 0);
    }
    IPAddress read = new IPAddressString(address, PLAIN).toAddress();
    // Without this, a slip of the keyboard would scan everything.
    if (read.isPrefixed() && read.getNetworkPrefixLength() == 0 && !read.getLower().isZero()) {
      throw new AddressStringException(text, 0);
    }
    return read;
  }

  private static IllegalArgumentException fault(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "\""
            + text
            + "\" is no range of addresses. Write 10.0.0.0/24, 10.0.0.5-10.0.0.9, 10.0.0.7 or"
            + " localhost, several of them with ; between.",
        cause);
  }

  /** Returns the number of addresses. */
  public long count() {
    return ranges.stream().mapToLong(range -> range.getCount().longValueExact()).sum();
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Returns true for an address of the ranges. */
  public boolean contains(Inet4Address address) {
    IPv4Address sought = new IPv4Address(address);
    return ranges.stream().anyMatch(range -> range.contains(sought));
  }

  /** Returns the intersection. */
  public AddressRanges and(AddressRanges others) {
    return new AddressRanges(
        ranges.stream()
            .flatMap(range -> others.ranges.stream().map(range::intersect))
            .filter(Objects::nonNull)
            .toList());
  }

  /** One address after the other; a stream's iterator would lay a whole range aside. */
  @Override
  public Iterator<Inet4Address> iterator() {
    Iterator<IPAddressSeqRange> rest = ranges.iterator();
    return new Iterator<>() {
      private Iterator<? extends IPAddress> current = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!current.hasNext() && rest.hasNext()) {
          current = rest.next().iterator();
        }
        return current.hasNext();
      }

      @Override
      public Inet4Address next() {
        if (!hasNext()) {
          throw new NoSuchElementException("every address was walked through");
        }
        return (Inet4Address) current.next().toInetAddress();
      }
    };
  }

  /** The ranges as networks, such as {@code 10.0.0.0/24;10.0.1.5/32}. */
  @Override
  public String toString() {
    return ranges.stream()
        .flatMap(range -> Arrays.stream(range.spanWithPrefixBlocks()))
        .map(IPAddress::toString)
        .collect(Collectors.joining(";"));
  }
}
