package org.bactrian.opcua.discovery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The TCP ports that a scan may look at.
 *
 * @param ranges in order, neither overlapping nor touching
 */
public record PortRanges(List<PortRange> ranges) {

  // The constants below are parsed by it.
  private static final Pattern PART =
      Pattern.compile("(?<first>\\d{1,5}|\\*)(?:\\s*-\\s*(?<last>\\d{1,5}|\\*))?");
  private static final String UNASSIGNED_FILE = "unassigned-ports.txt";

  /** No port. */
  public static final PortRanges NONE = new PortRanges(List.of());

  /** Every port. */
  public static final PortRanges ALL = parse("*");

  /** The ports that IANA has given to OPC UA and to its discovery server. */
  public static final PortRanges OPC_UA = parse("4840-4841");

  /** The ports that OPC UA servers come with. */
  public static final PortRanges WELL_KNOWN =
      parse("4840-4841;48000-48100;49320;50000;51200-51300;62222");

  /** Puts the ranges in order and joins those that overlap or touch. */
  public PortRanges {
    ranges = joined(ranges);
  }

  /**
   * Reads a list such as {@code 4840; 48000-48100, 62541-*}; {@code *} alone is every port.
   *
   * @throws IllegalArgumentException when a part is none of these, with the part
   */
  public static PortRanges parse(String text) {
    return new PortRanges(
        Stream.of(text.split("[;,]"))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .map(PortRanges::range)
            .toList());
  }

  /**
   * The ports of OPC UA and those that no other service has been given by IANA: printers and
   * controllers behind the others may take a greeting for work.
   */
  public static PortRanges unassigned() {
    try (InputStream file = PortRanges.class.getResourceAsStream(UNASSIGNED_FILE)) {
      if (file == null) {
        throw new IllegalStateException(UNASSIGNED_FILE + " is not in the jar.");
      }
      String numbers =
          new String(file.readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .collect(Collectors.joining(";"));
      return parse(numbers + ";" + WELL_KNOWN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the number of ports. */
  public int count() {
    return ranges.stream().mapToInt(PortRange::count).sum();
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Returns true for a port of the ranges. */
  public boolean contains(int port) {
    return ranges.stream().anyMatch(range -> range.contains(port));
  }

  /** Every port in order. */
  public IntStream stream() {
    return ranges.stream()
        .flatMapToInt(range -> IntStream.rangeClosed(range.first(), range.last()));
  }

  @Override
  public String toString() {
    return ranges.stream().map(PortRange::toString).collect(Collectors.joining(";"));
  }

  private static PortRange range(String text) {
    Matcher part = PART.matcher(text);
    if (!part.matches()) {
      throw fault(text);
    }
    String first = part.group("first");
    String last = part.group("last");
    boolean all = first.equals("*") && last == null;
    int low = first.equals("*") ? 1 : Math.max(1, Integer.parseInt(first));
    int high = all || "*".equals(last) ? PortRange.HIGHEST : last == null ? low : number(last);
    if (low > high || high > PortRange.HIGHEST || first.equals("0") && last == null) {
      throw fault(text);
    }
    return new PortRange(low, high);
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException fault(String text) {
    return new IllegalArgumentException(
        "\""
            + text
            + "\" is no range of ports. Write 4840, 48000-48100, 49152-* or *, several of them with"
            + " ; between.");
  }

  private static List<PortRange> joined(List<PortRange> ranges) {
    List<PortRange> joined = new ArrayList<>();
    for (PortRange range :
        ranges.stream().sorted(Comparator.comparing(PortRange::first)).toList()) {
      PortRange before = joined.isEmpty() ? range : joined.get(joined.size() - 1);
      if (!joined.isEmpty() && range.first() <= before.last() + 1) {
        joined.set(
            joined.size() - 1,
            new PortRange(before.first(), Math.max(before.last(), range.last())));
      } else {
        joined.add(range);
      }
    }
    return List.copyOf(joined);
  }
}
