package org.bactrian.cloud.vault.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import org.jspecify.annotations.Nullable;

/**
 * A private key with the members of a JSON Web Key, which are bytes, most significant first.
 *
 * @param kty kind
 * @param n modulus
 * @param e public exponent
 * @param dp first exponent
 * @param dq second exponent
 * @param qi coefficient
 * @param p first prime
 * @param q second prime
 * @param crv name of the curve
 * @param x first coordinate of the public point
 * @param y second coordinate of the public point
 * @param d private exponent or value
 * @param k never set
 * @param keyHsm never set
 */
@RecordBuilder
public record PrivateKeyModel(
    PrivateKeyType kty,
    byte @Nullable [] n,
    byte @Nullable [] e,
    byte @Nullable [] dp,
    byte @Nullable [] dq,
    byte @Nullable [] qi,
    byte @Nullable [] p,
    byte @Nullable [] q,
    @Nullable String crv,
    byte @Nullable [] x,
    byte @Nullable [] y,
    byte @Nullable [] d,
    byte @Nullable [] k,
    @JsonProperty("key_hsm") byte @Nullable [] keyHsm) {

  /**
   * Model of a key.
   *
   * @param key key of RSA or of an elliptic curve
   * @param point public key of a key on a curve, which the private one does not tell; else null
   */
  public static PrivateKeyModel of(PrivateKey key, @Nullable ECPublicKey point) {
    if (key instanceof RSAPrivateCrtKey rsa) {
      return PrivateKeyModelBuilder.builder()
          .kty(PrivateKeyType.RSA)
          .n(bytes(rsa.getModulus(), 0))
          .e(bytes(rsa.getPublicExponent(), 0))
          .dp(bytes(rsa.getPrimeExponentP(), 0))
          .dq(bytes(rsa.getPrimeExponentQ(), 0))
          .qi(bytes(rsa.getCrtCoefficient(), 0))
          .p(bytes(rsa.getPrimeP(), 0))
          .q(bytes(rsa.getPrimeQ(), 0))
          .d(bytes(rsa.getPrivateExponent(), 0))
          .build();
    }
    if (key instanceof ECPrivateKey curve && point != null) {
      int bits = curve.getParams().getCurve().getField().getFieldSize();
      int length = (bits + 7) / 8;
      return PrivateKeyModelBuilder.builder()
          .kty(PrivateKeyType.ECC)
          .crv("P-" + bits)
          .x(bytes(point.getW().getAffineX(), length))
          .y(bytes(point.getW().getAffineY(), length))
          .d(bytes(curve.getS(), length))
          .build();
    }
    throw new IllegalArgumentException("Keys of " + key.getAlgorithm() + " are not supported");
  }

  /** Leaves out the key. */
  @Override
  public String toString() {
    return "PrivateKeyModel[" + kty + "]";
  }

  private static byte[] bytes(BigInteger number, int length) {
    byte[] signed = number.toByteArray();
    int skip = signed[0] == 0 && signed.length > 1 ? 1 : 0;
    byte[] bytes = new byte[Math.max(length, signed.length - skip)];
    System.arraycopy(
        signed, skip, bytes, bytes.length - (signed.length - skip), signed.length - skip);
    return bytes;
  }
}
