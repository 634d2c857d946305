package org.bactrian.opcua.pki;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Check that a private key belongs to a public one: what one signs the other verifies. */
public final class KeyPairCheck {

  private static final Logger LOG = LoggerFactory.getLogger(KeyPairCheck.class);
  private static final byte[] PROBE = "pair".getBytes(StandardCharsets.US_ASCII);

  private KeyPairCheck() {}

  /** Returns whether the keys are a pair, of RSA or EC. */
  public static boolean isPair(PublicKey shown, PrivateKey secret) {
    String algorithm = secret.getAlgorithm();
    try {
      Signature signature =
          Signature.getInstance("SHA256with" + (algorithm.equals("EC") ? "ECDSA" : algorithm));
      signature.initSign(secret);
      signature.update(PROBE);
      byte[] proof = signature.sign();
      signature.initVerify(shown);
      signature.update(PROBE);
      return signature.verify(proof);
    } catch (GeneralSecurityException e) {
      LOG.debug("No pair of {} keys", algorithm, e);
      return false;
    }
  }
}
