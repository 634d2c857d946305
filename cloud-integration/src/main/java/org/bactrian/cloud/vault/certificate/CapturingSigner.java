package org.bactrian.cloud.vault.certificate;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bactrian.cloud.vault.contract.SignatureAlgorithm;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/** Signer that signs nothing, for the part of a certificate that is to be signed elsewhere. */
final class CapturingSigner implements ContentSigner {

  private final AlgorithmIdentifier algorithm;
  private final ByteArrayOutputStream unused = new ByteArrayOutputStream();

  CapturingSigner(SignatureAlgorithm algorithm) {
    this.algorithm = identifier(algorithm);
  }

  static AlgorithmIdentifier identifier(SignatureAlgorithm algorithm) {
    return new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm.algorithm());
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return algorithm;
  }

  @Override
  public OutputStream getOutputStream() {
    return unused;
  }

  @Override
  public byte[] getSignature() {
    return new byte[0];
  }
}
