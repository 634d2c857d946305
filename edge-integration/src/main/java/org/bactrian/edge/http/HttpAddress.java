package org.bactrian.edge.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Host name and addresses at which clients reach the HTTP API.
 *
 * @param hostName name of the host
 * @param addresses its addresses, at least one
 */
record HttpAddress(String hostName, List<String> addresses) {

  private static final String LOCALHOST = "localhost";
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

  HttpAddress {
    addresses = List.copyOf(addresses);
  }

  /** Returns the addresses that clients can use when the server listens on {@code host}. */
  static HttpAddress of(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isLoopbackAddress()) {
        return new HttpAddress(LOCALHOST, List.of(text(address)));
      }
      if (!address.isAnyLocalAddress()) {
        return new HttpAddress(host, List.of(text(address)));
      }
      return new HttpAddress(ownName(), ofInterfaces());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          host + " is no address of this machine. Write another with --http-host", e);
    }
  }

  /** Returns the names for the certificate, the host's first. */
  List<String> names(List<String> others) {
    Set<String> names = new LinkedHashSet<>();
    names.add(hostName);
    names.add(LOCALHOST);
    others.stream().filter(name -> name.matches("[A-Za-z0-9][A-Za-z0-9.-]*")).forEach(names::add);
    names.addAll(addresses);
    names.addAll(LOOPBACK);
    return List.copyOf(names);
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return LOCALHOST;
    }
  }

  private static List<String> ofInterfaces() {
    List<String> found = new ArrayList<>();
    try {
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (network.isUp()) {
          Collections.list(network.getInetAddresses()).stream()
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .map(HttpAddress::text)
              .forEach(found::add);
        }
      }
    } catch (SocketException e) {
      return LOOPBACK;
    }
    return found.isEmpty() ? LOOPBACK : found;
  }

  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address && text.indexOf('%') >= 0
        ? text.substring(0, text.indexOf('%'))
        : text.equals("0:0:0:0:0:0:0:1") ? "::1" : text;
  }
}
