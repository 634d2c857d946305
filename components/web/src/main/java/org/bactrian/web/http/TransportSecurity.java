package org.bactrian.web.http;

import org.bactrian.model.tls.ServerIdentity;

/** Transport security of an HTTP server. */
public sealed interface TransportSecurity {

  /** Plain HTTP, for a server on loopback or behind a proxy that terminates TLS. */
  record Plain() implements TransportSecurity {}

  /**
   * TLS.
   *
   * @param identity identity that clients see first; {@link RestServer#replaceIdentity} changes it
   * @param plainPort port on which the same is served without TLS, 0 for any free one, negative for
   *     none
   */
  record Tls(ServerIdentity identity, int plainPort) implements TransportSecurity {

    /** TLS only. */
    public static Tls only(ServerIdentity identity) {
      return new Tls(identity, -1);
    }
  }
}
