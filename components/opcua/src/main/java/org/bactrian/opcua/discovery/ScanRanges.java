package org.bactrian.opcua.discovery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.model.discovery.AddressRanges;
import org.bactrian.model.discovery.PortRanges;
import org.bactrian.model.registry.DiscoveryMode;

/**
 * Addresses and ports of a scan; it connects to no others.
 *
 * @param addresses addresses
 * @param ports ports of each address
 */
public record ScanRanges(AddressRanges addresses, PortRanges ports) {

  /** Nowhere. */
  public static final ScanRanges NOWHERE = new ScanRanges(AddressRanges.NONE, PortRanges.NONE);

  /** The ports that IANA has given to OPC UA and to its discovery server. */
  private static final PortRanges OPC_UA = PortRanges.parse("4840-4841");

  /** The ports that OPC UA servers come with. */
  private static final PortRanges WELL_KNOWN =
      PortRanges.parse("4840-4841;48000-48100;49320;50000;51200-51300;62222");

  private static final String UNASSIGNED_FILE = "unassigned-ports.txt";

  /** Ports that tell best whether there is anybody at an address. */
  private static final List<Integer> TELLING =
      List.of(4840, 4841, 48010, 48020, 49320, 50000, 51210, 53530, 62541, 62222);

  private static final int SAMPLES = 8;

  /**
   * The ranges of a mode, in which what is given takes the place of the mode's own.
   *
   * @param addresses given addresses, {@link AddressRanges#NONE} for those of the mode
   * @param ports given ports, {@link PortRanges#NONE} for those of the mode
   */
  public static ScanRanges of(
      DiscoveryMode mode, AddressRanges addresses, PortRanges ports, HostNetworks networks) {
    if (mode == DiscoveryMode.Off) {
      return NOWHERE;
    }
    return new ScanRanges(
        addresses.isEmpty() ? addressesOf(mode, networks) : within(mode, addresses, networks),
        ports.isEmpty() ? portsOf(mode) : ports);
  }

  private static AddressRanges within(
      DiscoveryMode mode, AddressRanges given, HostNetworks networks) {
    return mode == DiscoveryMode.Local ? given.and(networks.reachesOnlyThisHost()) : given;
  }

  private static AddressRanges addressesOf(DiscoveryMode mode, HostNetworks networks) {
    return switch (mode) {
      case Off -> AddressRanges.NONE;
      case Local -> networks.own();
      case Fast -> networks.vicinity();
      case Network, Scan -> networks.networks();
    };
  }

  private static PortRanges portsOf(DiscoveryMode mode) {
    return switch (mode) {
      case Off -> PortRanges.NONE;
      case Local -> PortRanges.ALL;
      case Fast -> WELL_KNOWN;
      case Network -> OPC_UA;
      case Scan -> unassigned();
    };
  }

  /**
   * The ports of OPC UA and those that no other service has been given by IANA: printers and
   * controllers behind the others may take a greeting for work.
   */
  private static PortRanges unassigned() {
    try (InputStream file = ScanRanges.class.getResourceAsStream(UNASSIGNED_FILE)) {
      if (file == null) {
        throw new IllegalStateException(UNASSIGNED_FILE + " is not in the jar.");
      }
      String numbers =
          new String(file.readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .collect(Collectors.joining(";"));
      return PortRanges.parse(numbers + ";" + WELL_KNOWN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A few of the ports, at which it shows whether there is anybody at an address: first those that
   * servers like to use, then the first of each range.
   */
  List<Integer> samplePorts() {
    return Stream.of(
            TELLING.stream().filter(ports::contains),
            ports.firsts().boxed(),
            ports.stream().limit(SAMPLES).boxed())
        .flatMap(numbers -> numbers)
        .distinct()
        .limit(SAMPLES)
        .toList();
  }
}
