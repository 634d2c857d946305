package org.bactrian.opcua.discovery;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.bactrian.opcua.session.EndpointUrl;

/**
 * Discovery URL of a server: the parts of an {@code opc.tcp} URL.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param port TCP port
 * @param path what follows, beginning with a slash
 */
@RecordBuilder
public record DiscoveryUrl(String host, int port, String path) implements DiscoveryUrlBuilder.With {

  /** The port of URLs that name none. */
  public static final int DEFAULT_PORT = EndpointUrl.DEFAULT_PORT;

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
    EndpointUrl url = EndpointUrl.parse(text);
    return new DiscoveryUrl(url.host(), url.port(), url.path().isEmpty() ? "/" : url.path());
  }

  /** Returns the URL at an address. */
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
