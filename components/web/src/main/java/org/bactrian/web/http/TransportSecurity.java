package org.bactrian.web.http;

import org.bactrian.model.tls.ServerIdentity;
import org.jspecify.annotations.Nullable;

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
   * @param clients certificates of clients that are trusted; null where none is asked for
   */
  record Tls(ServerIdentity identity, int plainPort, @Nullable ClientCertificateTrust clients)
      implements TransportSecurity {

    /** TLS only. */
    public static Tls only(ServerIdentity identity) {
      return new Tls(identity, -1, null);
    }
  }
}
