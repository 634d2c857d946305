package org.bactrian.localazure.keyvault.certificate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bactrian.localazure.keyvault.key.KeyType;
import org.bactrian.model.tls.TlsCertificates;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * A key pair with its certificate and those of the issuers, and the two forms in which they come in
 * and go out.
 *
 * @param pair whose public half the certificate has
 * @param chain the certificate first, at least that
 */
record CertifiedKey(KeyPair pair, List<X509Certificate> chain) {

  private static final int MAX_CERTIFICATES = 10;
  private static final char[] NO_PASSWORD = new char[0];

  CertifiedKey {
    chain = List.copyOf(chain);
  }

  X509Certificate certificate() {
    return chain.get(0);
  }

  /**
   * Puts a key and certificates together, of which one has to be the key's.
   *
   * @throws KeyVaultFaultException when none is
   */
  static CertifiedKey of(KeyPair pair, List<X509Certificate> certificates) {
    if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
      throw KeyVaultFaultException.badParameter(
          "There must be 1 to " + MAX_CERTIFICATES + " certificates");
    }
    List<X509Certificate> chain = new ArrayList<>(certificates);
    X509Certificate own =
        certificates.stream()
            .filter(certificate -> certificate.getPublicKey().equals(pair.getPublic()))
            .findFirst()
            .orElseThrow(
                () ->
                    KeyVaultFaultException.badParameter(
                        "The public key of none of the certificates is that of the key"));
    chain.remove(own);
    chain.add(0, own);
    return new CertifiedKey(pair, chain);
  }

  /**
   * Reads what an import sends.
   *
   * @param value PEM, or PKCS #12 in Base64
   * @param password of the PKCS #12 file; empty for none
   * @throws KeyVaultFaultException when it is not a key with its certificate
   */
  static CertifiedKey read(String value, String password) {
    try {
      return value.contains("-----BEGIN ") ? readPem(value) : readPkcs12(value, password);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      // The cause may quote the key.
      throw KeyVaultFaultException.badParameter(
          "value is not a PEM or PKCS #12 file with a key and its certificate, or pwd is not its"
              + " password");
    }
  }

  private static CertifiedKey readPkcs12(String value, String password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    char[] secret = password.toCharArray();
    store.load(new ByteArrayInputStream(Base64.getMimeDecoder().decode(value)), secret);
    for (String alias : Collections.list(store.aliases())) {
      if (store.getKey(alias, secret) instanceof PrivateKey key) {
        Certificate[] certificates = store.getCertificateChain(alias);
        if (certificates == null) {
          throw new GeneralSecurityException("no certificate");
        }
        List<X509Certificate> chain =
            Arrays.stream(certificates).map(X509Certificate.class::cast).toList();
        return of(new KeyPair(chain.get(0).getPublicKey(), key), chain);
      }
    }
    throw new GeneralSecurityException("no key");
  }

  private static CertifiedKey readPem(String value) throws GeneralSecurityException, IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    PrivateKeyInfo key = null;
    try (PEMParser parser = new PEMParser(new StringReader(value))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof X509CertificateHolder holder) {
          certificates.add(certificate(holder.getEncoded()));
        } else if (part instanceof PrivateKeyInfo info) {
          key = info;
        } else if (part instanceof PEMKeyPair pair) {
          key = pair.getPrivateKeyInfo();
        }
      }
    }
    if (key == null || certificates.isEmpty()) {
      throw new GeneralSecurityException("no key or no certificate");
    }
    PrivateKey read = new JcaPEMKeyConverter().getPrivateKey(key);
    return of(new KeyPair(certificates.get(0).getPublicKey(), read), certificates);
  }

  /**
   * Type of the key.
   *
   * @throws KeyVaultFaultException when the vault does not keep such keys
   */
  KeyType keyType() {
    boolean onCurve = pair.getPublic() instanceof ECKey;
    return KeyType.like(onCurve ? "EC" : "RSA", pair.getPublic());
  }

  /** Reads a certificate, DER. */
  static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /**
   * Writes the value of the certificate's secret.
   *
   * @param policy says in which form, and whether the key may leave the vault
   */
  String write(CertificatePolicy policy) throws GeneralSecurityException {
    if (policy.contentType().equals(CertificatePolicy.PEM)) {
      String certificates = TlsCertificates.pem(chain);
      return policy.isExportable()
          ? TlsCertificates.pem(pair.getPrivate()) + certificates
          : certificates;
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      if (policy.isExportable()) {
        store.setKeyEntry("1", pair.getPrivate(), NO_PASSWORD, chain.toArray(Certificate[]::new));
      } else {
        store.setCertificateEntry("1", certificate());
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.store(out, NO_PASSWORD);
      return Base64.getEncoder().encodeToString(out.toByteArray());
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Names the subject, not the key. */
  @Override
  public String toString() {
    return "CertifiedKey[" + certificate().getSubjectX500Principal() + "]";
  }
}
