package org.bactrian.model.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Certificate chain and private key that a server presents to TLS clients.
 *
 * @param chain the certificate, then its issuers
 * @param key proves it; a secret, which {@link #toString()} leaves out
 */
public record ServerIdentity(List<X509Certificate> chain, PrivateKey key) {

  public ServerIdentity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("A server has a certificate");
    }
  }

  /** The certificate itself. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  @Override
  public String toString() {
    return "ServerIdentity[" + certificate().getSubjectX500Principal() + "]";
  }
}
