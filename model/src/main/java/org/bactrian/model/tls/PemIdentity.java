package org.bactrian.model.tls;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reader of server identities in PEM form: a private key without password and a chain. */
public final class PemIdentity {

  private PemIdentity() {}

  /**
   * Reads an identity.
   *
   * @param pem key and certificates in any order, that of the server before its issuers
   * @return empty when there is no key or no certificate
   * @throws IOException when the text is damaged
   * @throws GeneralSecurityException when a key or certificate is of a kind that is not known
   */
  public static Optional<ServerIdentity> read(String pem)
      throws IOException, GeneralSecurityException {
    PrivateKeyInfo key = null;
    List<X509CertificateHolder> holders = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PrivateKeyInfo info) {
          key = info;
        } else if (part instanceof PEMKeyPair pair) {
          key = pair.getPrivateKeyInfo();
        } else if (part instanceof X509CertificateHolder holder) {
          holders.add(holder);
        }
      }
    }
    if (key == null || holders.isEmpty()) {
      return Optional.empty();
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (X509CertificateHolder holder : holders) {
      chain.add(new JcaX509CertificateConverter().getCertificate(holder));
    }
    return Optional.of(new ServerIdentity(chain, key(key, holders.get(0))));
  }

  /** An {@code EC PRIVATE KEY} may leave it to its certificate to name the curve. */
  private static PrivateKey key(PrivateKeyInfo info, X509CertificateHolder certificate)
      throws IOException {
    PrivateKeyInfo whole =
        info.getPrivateKeyAlgorithm().getParameters() == null
            ? new PrivateKeyInfo(
                certificate.getSubjectPublicKeyInfo().getAlgorithm(), info.parsePrivateKey())
            : info;
    return new JcaPEMKeyConverter().getPrivateKey(whole);
  }
}
