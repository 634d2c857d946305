package org.bactrian.opcua.push;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Type of an application certificate (Part 12, 7.8.4), by the key that it has. */
public enum ApplicationCertificateType {
  /** RSA of 2048 to 4096 bits. */
  RSA_SHA256(NodeIds.RsaSha256ApplicationCertificateType, key -> key instanceof RSAPublicKey),

  /** The curve P-256 of NIST. */
  NIST_P256(NodeIds.EccNistP256ApplicationCertificateType, key -> isNistCurve(key, 256)),

  /** The curve P-384 of NIST. */
  NIST_P384(NodeIds.EccNistP384ApplicationCertificateType, key -> isNistCurve(key, 384));

  private final NodeId id;
  private final Predicate<PublicKey> fits;

  ApplicationCertificateType(NodeId id, Predicate<PublicKey> fits) {
    this.id = id;
    this.fits = fits;
  }

  /** Of the curves with a prime of that length, those of NIST have a = p − 3. */
  private static boolean isNistCurve(PublicKey key, int bits) {
    return key instanceof ECPublicKey ec
        && ec.getParams().getCurve().getField() instanceof ECFieldFp field
        && field.getFieldSize() == bits
        && ec.getParams().getCurve().getA().equals(field.getP().subtract(BigInteger.valueOf(3)));
  }

  /** The type's node. */
  public NodeId id() {
    return id;
  }

  /** The type of a certificate; empty for a key that no type is for. */
  public static Optional<ApplicationCertificateType> of(X509Certificate certificate) {
    return Arrays.stream(values())
        .filter(type -> type.fits.test(certificate.getPublicKey()))
        .findFirst();
  }
}
