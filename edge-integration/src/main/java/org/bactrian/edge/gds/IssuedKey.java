package org.bactrian.edge.gds;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bactrian.opcua.pki.KeyPairCheck;

/** Keys that the Vault made for applications. */
public final class IssuedKey {

  private IssuedKey() {}

  /**
   * Reads a key.
   *
   * @param pkcs8 PKCS #8 in base64
   * @param certificate certificate of the key
   * @throws GeneralSecurityException when it is no key, or the one of another certificate
   */
  public static PrivateKey read(String pkcs8, X509Certificate certificate)
      throws GeneralSecurityException {
    try {
      String algorithm = certificate.getPublicKey().getAlgorithm();
      PrivateKey key =
          KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pkcs8)));
      if (!KeyPairCheck.isPair(certificate.getPublicKey(), key)) {
        throw new InvalidKeyException("The key belongs to another certificate.");
      }
      return key;
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("The key is not base64.", e);
    }
  }
}
