package org.bactrian.web.http;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Credentials that came with a request.
 *
 * @param authorization header of that name, empty for none
 * @param certificates chain of the client's certificate, its own first; none where the client
 *     showed none. The handshake proved that the client has its key, and nothing else
 */
public record CallerCredentials(String authorization, List<X509Certificate> certificates) {

  public CallerCredentials {
    certificates = List.copyOf(certificates);
  }

  /** Names no credentials. */
  @Override
  public String toString() {
    return "CallerCredentials[***]";
  }
}
