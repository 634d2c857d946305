package org.bactrian.simulator.certificate;

import java.security.KeyPair;
import java.security.cert.X509Certificate;

/** Replacement of the server's own certificate and key. */
final class CertificateReplacement implements ConfigurationChange {

  private final SimulatorPki pki;
  private final KeyPair keys;
  private final X509Certificate[] chain;
  private final KeyPair formerKeys;
  private final X509Certificate[] formerChain;

  CertificateReplacement(SimulatorPki pki, KeyPair keys, X509Certificate[] chain) {
    this.pki = pki;
    this.keys = keys;
    this.chain = chain.clone();
    this.formerKeys = pki.keys();
    this.formerChain = pki.chain();
  }

  @Override
  public void apply() throws Exception {
    pki.replaceCertificate(keys, chain);
  }

  @Override
  public void undo() throws Exception {
    pki.replaceCertificate(formerKeys, formerChain);
  }

  @Override
  public boolean endsConnections() {
    return true;
  }
}
