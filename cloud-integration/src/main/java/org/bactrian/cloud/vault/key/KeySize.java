package org.bactrian.cloud.vault.key;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/**
 * Kind and size of a key.
 *
 * @param curve whether it is one on an elliptic curve, else of RSA
 * @param bits 2048, 3072 or 4096 of RSA; 256 (P-256) or 384 (P-384) of a curve
 */
public record KeySize(boolean curve, int bits) {

  public KeySize {
    boolean known =
        curve ? bits == 256 || bits == 384 : bits == 2048 || bits == 3072 || bits == 4096;
    if (!known) {
      throw new IllegalArgumentException(
          curve
              ? "The key size of an elliptic curve is 256 or 384 bits, was " + bits + "."
              : "The key size of RSA is 2048, 3072 or 4096 bits, was " + bits + ".");
    }
  }

  /** Makes a key pair in this process. */
  public KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(curve ? "EC" : "RSA");
      if (curve) {
        generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
      } else {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot make keys", e);
    }
  }
}
