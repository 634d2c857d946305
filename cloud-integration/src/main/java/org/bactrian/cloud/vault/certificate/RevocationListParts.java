package org.bactrian.cloud.vault.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bactrian.cloud.vault.contract.RevocationReason;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** The part of a revocation list that is signed (RFC 5280, 5). */
public final class RevocationListParts {

  /** Clocks of those who read it may be behind. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

  private RevocationListParts() {}

  /**
   * A certificate that was revoked.
   *
   * @param serial its serial number, hexadecimal
   * @param time when it was revoked
   * @param reason why
   */
  public record Revoked(String serial, Instant time, RevocationReason reason) {}

  /**
   * The signed part of a list, which holds until its issuer expires: a plant that does not reach
   * the cloud for a while goes on with the list that it has.
   *
   * @param issuer who issues it
   * @param number its number, greater than that of the list before
   * @param revoked certificates that were revoked
   * @param now time of the list
   * @return DER
   */
  public static byte[] of(
      CertificateIssuer issuer, long number, List<Revoked> revoked, Instant now) {
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(issuer.name(), Date.from(now.minus(CLOCK_SKEW)));
    builder.setNextUpdate(Date.from(issuer.validity().notAfter()));
    for (Revoked one : revoked) {
      builder.addCRLEntry(
          new BigInteger(one.serial(), 16), Date.from(one.time()), one.reason().code());
    }
    try {
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer.key()));
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
      return builder
          .build(new CapturingSigner(issuer.algorithm()))
          .toASN1Structure()
          .getTBSCertList()
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java cannot make a revocation list", e);
    }
  }

  /**
   * Returns whether a list that was made here holds certificates, and for as long as its issuer is
   * valid.
   *
   * @param list DER
   */
  public static boolean isComplete(byte[] list, CertificateIssuer issuer, List<Revoked> revoked) {
    try {
      X509CRL read =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(list));
      Date end = read.getNextUpdate();
      return end != null
          && end.toInstant().equals(issuer.validity().notAfter())
          && revoked.stream()
              .map(one -> new BigInteger(one.serial(), 16))
              .allMatch(serial -> read.getRevokedCertificate(serial) != null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A stored revocation list cannot be read", e);
    }
  }
}
