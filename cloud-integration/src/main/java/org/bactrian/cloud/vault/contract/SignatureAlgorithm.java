package org.bactrian.cloud.vault.contract;

import java.util.Optional;

/** Algorithm that certificates and revocation lists are signed with. */
public enum SignatureAlgorithm {
  /** RSA with PKCS #1 and SHA-256. */
  Rsa256("SHA256withRSA", "RS256", "SHA-256", 0),
  /** RSA with PKCS #1 and SHA-384. */
  Rsa384("SHA384withRSA", "RS384", "SHA-384", 0),
  /** RSA with PKCS #1 and SHA-512. */
  Rsa512("SHA512withRSA", "RS512", "SHA-512", 0),
  /** RSA with PSS and SHA-256. */
  Rsa256Pss("SHA256withRSAandMGF1", "PS256", "SHA-256", 0),
  /** RSA with PSS and SHA-384. */
  Rsa384Pss("SHA384withRSAandMGF1", "PS384", "SHA-384", 0),
  /** RSA with PSS and SHA-512. */
  Rsa512Pss("SHA512withRSAandMGF1", "PS512", "SHA-512", 0),
  /** ECDSA on P-256 with SHA-256. */
  Ecdsa256("SHA256withECDSA", "ES256", "SHA-256", 256),
  /** ECDSA on P-384 with SHA-384. */
  Ecdsa384("SHA384withECDSA", "ES384", "SHA-384", 384);

  private final String name;
  private final String webName;
  private final String digest;
  private final int curveBits;

  SignatureAlgorithm(String name, String webName, String digest, int curveBits) {
    this.name = name;
    this.webName = webName;
    this.digest = digest;
    this.curveBits = curveBits;
  }

  /** Name in Java and Bouncy Castle, such as {@code SHA256withRSA}. */
  public String algorithm() {
    return name;
  }

  /** Name in JSON Web Algorithms, such as {@code RS256}, which Key Vault has as well. */
  public String webName() {
    return webName;
  }

  /** Name of the hash, such as {@code SHA-256}. */
  public String digest() {
    return digest;
  }

  /** Returns whether a key on an elliptic curve signs. */
  public boolean isCurve() {
    return curveBits > 0;
  }

  /**
   * The algorithm for a key on a curve of so many bits; empty for a curve that is not supported.
   */
  public static Optional<SignatureAlgorithm> ofCurve(int bits) {
    return switch (bits) {
      case 256 -> Optional.of(Ecdsa256);
      case 384 -> Optional.of(Ecdsa384);
      default -> Optional.empty();
    };
  }
}
