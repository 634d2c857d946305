package org.bactrian.opcua.discovery;

import inet.ipaddr.ipv4.IPv4Address;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bactrian.model.discovery.AddressRanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * IPv4 addresses and neighbours of this host.
 *
 * @param addresses its addresses, without loopback
 * @param neighbours further hosts that belong to it: its gateways, and the host of the container
 */
public record HostNetworks(List<OwnAddress> addresses, List<Inet4Address> neighbours) {

  /**
   * An address of this host.
   *
   * @param prefix number of bits of it that name its network, 0 to 32
   */
  public record OwnAddress(Inet4Address address, int prefix) {}

  /** A host without network. */
  public static final HostNetworks NONE = new HostNetworks(List.of(), List.of());

  static final Inet4Address LOOPBACK = address(0x7F00_0001);

  private static final Logger LOG = LoggerFactory.getLogger(HostNetworks.class);
  private static final Path ROUTES = Path.of("/proc/net/route");
  private static final String GATEWAY_HOST = "IOTEDGE_GATEWAYHOSTNAME";
  private static final int HEX = 16;

  public HostNetworks {
    addresses = List.copyOf(addresses);
    neighbours = List.copyOf(neighbours);
  }

  /**
   * Looks at the network cards that are up, at the table of routes where there is one, and at the
   * name that IoT Edge gives the host of a container.
   */
  public static HostNetworks ofThisHost(Map<String, String> environment) {
    List<Inet4Address> neighbours = new ArrayList<>(gateways());
    String host = environment.getOrDefault(GATEWAY_HOST, "");
    if (!host.isBlank()) {
      try {
        neighbours.addAll(onlyFour(InetAddress.getAllByName(host)));
      } catch (UnknownHostException e) {
        LOG.warn("The gateway {} has no known address and is not looked at.", host);
      }
    }
    return new HostNetworks(cards(), neighbours);
  }

  /** The IPv4 addresses among others. */
  static List<Inet4Address> onlyFour(InetAddress... addresses) {
    return Arrays.stream(addresses)
        .filter(Inet4Address.class::isInstance)
        .map(Inet4Address.class::cast)
        .toList();
  }

  /** The addresses of this host, loopback included. */
  AddressRanges own() {
    return AddressRanges.all(
        Stream.concat(
            Stream.of(AddressRanges.of(LOOPBACK)),
            addresses.stream().map(own -> AddressRanges.of(own.address()))));
  }

  /** Every address that means this host, all of loopback included. */
  AddressRanges reachesOnlyThisHost() {
    return AddressRanges.all(Stream.of(own(), AddressRanges.network(LOOPBACK, 8)));
  }

  /** The networks that this host is in, its neighbours and loopback. */
  AddressRanges networks() {
    return withNeighbours(
        addresses.stream().map(own -> AddressRanges.network(own.address(), own.prefix())));
  }

  /** Networks of at most 256 addresses around this host, its neighbours and loopback. */
  AddressRanges vicinity() {
    return withNeighbours(Stream.of(around(24)));
  }

  /** Networks of the given size around each address. */
  public AddressRanges around(int prefix) {
    return AddressRanges.all(
        addresses.stream().map(own -> AddressRanges.network(own.address(), prefix)));
  }

  private AddressRanges withNeighbours(Stream<AddressRanges> networks) {
    return AddressRanges.all(
        Stream.concat(
            networks,
            Stream.concat(neighbours.stream(), Stream.of(LOOPBACK)).map(AddressRanges::of)));
  }

  private static Inet4Address address(int number) {
    return new IPv4Address(number).toInetAddress();
  }

  private static List<OwnAddress> cards() {
    List<OwnAddress> own = new ArrayList<>();
    try {
      for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (card.isUp() && !card.isLoopback() && !card.isPointToPoint()) {
          for (InterfaceAddress address : card.getInterfaceAddresses()) {
            if (address.getAddress() instanceof Inet4Address four) {
              own.add(new OwnAddress(four, address.getNetworkPrefixLength()));
            }
          }
        }
      }
    } catch (SocketException e) {
      LOG.warn("The network cards cannot be read, so only given addresses are looked at.", e);
    }
    return own;
  }

  /** Linux writes each route as hexadecimal numbers in the byte order of the machine. */
  private static List<Inet4Address> gateways() {
    if (!Files.isReadable(ROUTES)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(ROUTES)) {
      return lines
          .skip(1)
          .map(line -> line.trim().split("\\s+"))
          .filter(fields -> fields.length > 2 && !fields[2].equals("00000000"))
          .map(fields -> Integer.reverseBytes(Integer.parseUnsignedInt(fields[2], HEX)))
          .distinct()
          .map(HostNetworks::address)
          .toList();
    } catch (IOException | NumberFormatException e) {
      LOG.debug("The table of routes cannot be read", e);
      return List.of();
    }
  }
}
