package org.bactrian.opcua.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a server is asked: the parts of an {@code opc.tcp} URL.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param port TCP port
 * @param path what follows, beginning with a slash
 */
public record DiscoveryUrl(String host, int port, String path) {

  /** The port of URLs that name none. */
  public static final int DEFAULT_PORT = 4840;

  private static final String SCHEME = "opc.tcp";

  /** The server at a port. */
  public static DiscoveryUrl of(InetSocketAddress port) {
    return new DiscoveryUrl(port.getAddress().getHostAddress(), port.getPort(), "/");
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException when it is none of OPC UA over TCP, with the URL
   */
  public static DiscoveryUrl parse(String text) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw fault(text);
    }
    String authority = uri.getRawAuthority();
    if (!SCHEME.equalsIgnoreCase(uri.getScheme()) || authority == null || authority.isEmpty()) {
      throw fault(text);
    }
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    if (host.isEmpty()) {
      throw fault(text);
    }
    return new DiscoveryUrl(
        host.replaceAll("[\\[\\]]", ""),
        hasPort ? port(authority.substring(colon + 1), text) : DEFAULT_PORT,
        uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
  }

  private static int port(String digits, String text) {
    try {
      int port = Integer.parseInt(digits);
      if (port >= 1 && port <= PortRange.HIGHEST) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below, as for numbers that are no port.
    }
    throw fault(text);
  }

  private static IllegalArgumentException fault(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is no URL of a server. Write opc.tcp://host:port/path.");
  }

  /** The same under another name of the host. */
  public DiscoveryUrl withHost(String other) {
    return new DiscoveryUrl(other, port, path);
  }

  /** The same at an address. */
  public DiscoveryUrl at(InetAddress address) {
    return withHost(address.getHostAddress());
  }

  /** The URL, always with its port and path. */
  @Override
  public String toString() {
    return SCHEME + "://" + bracketed(host) + ":" + port + path;
  }

  /** {@code host:port} of this URL. */
  public String place() {
    return bracketed(host) + ":" + port;
  }

  /** {@code address:port}, as progress and applications name the place of a server. */
  public static String place(InetSocketAddress port) {
    return of(port).place();
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
