package org.bactrian.web.http;

/**
 * Address that a server listens on.
 *
 * @param host address of this machine, {@code 0.0.0.0} for all of them
 * @param port port, 0 for any free one
 */
public record ListenAddress(String host, int port) {

  public ListenAddress {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the address to listen on must not be empty");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, was " + port);
    }
  }

  /** Returns an address that only this machine reaches. */
  public static ListenAddress loopback(int port) {
    return new ListenAddress(RestServerSettings.LOOPBACK, port);
  }
}
