package org.bactrian.simulator.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.jspecify.annotations.Nullable;

/**
 * Certificate that a client gives to the server (Part 12, 7.10.5).
 *
 * @param chain the certificate, then its issuers
 * @param key its key, when the client gives one; in PEM or PFX form
 */
record UploadedCertificate(List<X509Certificate> chain, Optional<PrivateKey> key) {

  /** Forms of private keys that are read. */
  static final String[] KEY_FORMATS = {"PEM", "PFX"};

  private static final char[] NO_PASSWORD = new char[0];

  UploadedCertificate {
    chain = List.copyOf(chain);
  }

  /** Names what is shown, never the key. */
  @Override
  public String toString() {
    return "UploadedCertificate[" + chain.get(0).getSubjectX500Principal() + "]";
  }

  /**
   * Reads the arguments of UpdateCertificate.
   *
   * @throws UaException {@code Bad_CertificateInvalid} for what is no chain of certificates, {@code
   *     Bad_NotSupported} for another form of key, {@code Bad_InvalidArgument} for a broken one
   */
  static UploadedCertificate read(
      @Nullable ByteString certificate,
      ByteString @Nullable [] issuers,
      @Nullable String keyFormat,
      @Nullable ByteString key)
      throws UaException {
    if (certificate == null || certificate.isNullOrEmpty()) {
      throw new UaException(StatusCodes.Bad_CertificateInvalid);
    }
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(CertificateUtil.decodeCertificate(certificate.bytesOrEmpty()));
    for (int i = 0; issuers != null && i < issuers.length; i++) {
      chain.add(CertificateUtil.decodeCertificate(issuers[i].bytesOrEmpty()));
    }
    try {
      for (int i = 0; i + 1 < chain.size(); i++) {
        chain.get(i).verify(chain.get(i + 1).getPublicKey());
      }
    } catch (GeneralSecurityException e) {
      throw new UaException(StatusCodes.Bad_CertificateInvalid, e);
    }
    return new UploadedCertificate(
        chain,
        key == null || key.isNullOrEmpty()
            ? Optional.empty()
            : Optional.of(readKey(keyFormat == null ? "" : keyFormat, key.bytesOrEmpty())));
  }

  private static PrivateKey readKey(String format, byte[] encoded) throws UaException {
    try {
      return switch (format) {
        case "PEM" -> readPem(new String(encoded, StandardCharsets.ISO_8859_1));
        case "PFX" -> readPfx(encoded);
        default -> throw new UaException(StatusCodes.Bad_NotSupported);
      };
    } catch (GeneralSecurityException | IOException e) {
      throw new UaException(StatusCodes.Bad_InvalidArgument, e);
    }
  }

  private static PrivateKey readPem(String text) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      if (parser.readObject() instanceof PrivateKeyInfo info) {
        return new JcaPEMKeyConverter().getPrivateKey(info);
      }
    }
    throw new IOException("no private key in PKCS #8 form");
  }

  private static PrivateKey readPfx(byte[] encoded) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(encoded), NO_PASSWORD);
    for (String alias : Collections.list(store.aliases())) {
      Key key = store.getKey(alias, NO_PASSWORD);
      if (key instanceof PrivateKey found) {
        return found;
      }
    }
    throw new IOException("no private key in the PFX file");
  }

  /** The key pair of which one of {@code candidates}, or the given key, is the private half. */
  KeyPair keyPair(List<PrivateKey> candidates) throws UaException {
    List<PrivateKey> all = new ArrayList<>(candidates);
    key.ifPresent(given -> all.add(0, given));
    return all.stream()
        .filter(this::belongs)
        .findFirst()
        .map(own -> new KeyPair(chain.get(0).getPublicKey(), own))
        .orElseThrow(() -> new UaException(StatusCodes.Bad_SecurityChecksFailed));
  }

  private boolean belongs(PrivateKey candidate) {
    return candidate instanceof RSAPrivateKey own
        && chain.get(0).getPublicKey() instanceof RSAPublicKey shown
        && own.getModulus().equals(shown.getModulus());
  }
}
