package org.bactrian.localazure.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/** PEM files of certificates and of their keys, P-256; faults name the file. */
final class KeyFiles {

  private static final byte[] PROBE = {1};

  private KeyFiles() {}

  /** Reads the first certificate of a file. */
  static X509Certificate certificate(Path file) throws GeneralSecurityException, IOException {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException e) {
      throw new CertificateException(file + " is cut short or holds no certificate.", e);
    }
  }

  /** Reads a key, PKCS#8. */
  static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
    try {
      String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (NoSuchFileException e) {
      throw new InvalidKeySpecException(file + " is missing.", e);
    } catch (IllegalArgumentException | InvalidKeySpecException e) {
      throw new InvalidKeySpecException(file + " is cut short or holds no key.", e);
    }
  }

  /**
   * Checks that a key is that of a certificate.
   *
   * @throws GeneralSecurityException naming the file that cannot be used
   */
  static void requirePair(Path certificateFile, Path keyFile)
      throws GeneralSecurityException, IOException {
    X509Certificate certificate = certificate(certificateFile);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key(keyFile));
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(PROBE);
    if (!signature.verify(signed)) {
      throw new InvalidKeySpecException(
          keyFile + " is not the key of " + certificateFile.getFileName() + ".");
    }
  }

  static boolean endsBefore(Path certificateFile, Instant time)
      throws GeneralSecurityException, IOException {
    return certificate(certificateFile).getNotAfter().toInstant().isBefore(time);
  }
}
