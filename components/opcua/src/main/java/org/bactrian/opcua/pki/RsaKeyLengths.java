package org.bactrian.opcua.pki;

import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;

/**
 * Lengths of RSA keys that security policies allow, in bits (Part 7, 6.6.161).
 *
 * @param shortest smallest length
 * @param longest largest length
 */
record RsaKeyLengths(int shortest, int longest) {

  private static final RsaKeyLengths OUTDATED = new RsaKeyLengths(1024, 2048);
  private static final RsaKeyLengths PRESENT = new RsaKeyLengths(2048, 4096);

  /**
   * The lengths that a policy allows.
   *
   * @param minimum smallest length in place of that of the policy; 0 for that of the policy
   */
  static RsaKeyLengths of(SecurityPolicy policy, int minimum) {
    RsaKeyLengths asked =
        switch (policy) {
          case Basic128Rsa15, Basic256 -> OUTDATED;
          case None, Basic256Sha256, Aes128_Sha256_RsaOaep, Aes256_Sha256_RsaPss -> PRESENT;
        };
    return minimum == 0 ? asked : new RsaKeyLengths(minimum, Math.max(minimum, asked.longest));
  }

  /** The length of a certificate's key when it is none of these; empty for a key that is no RSA. */
  Optional<Integer> violatedBy(X509Certificate certificate) {
    if (certificate.getPublicKey() instanceof RSAPublicKey key) {
      int bits = key.getModulus().bitLength();
      return bits < shortest || bits > longest ? Optional.of(bits) : Optional.empty();
    }
    return Optional.empty();
  }
}
