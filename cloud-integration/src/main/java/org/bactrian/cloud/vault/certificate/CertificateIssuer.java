package org.bactrian.cloud.vault.certificate;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Locale;
import org.bactrian.cloud.vault.contract.SignatureAlgorithm;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * Authority that certificates and revocation lists are issued in the name of.
 *
 * @param name its distinguished name
 * @param key its public key
 * @param validity when it is valid itself
 * @param serial serial number of its certificate, hexadecimal in lower case
 * @param algorithm what it signs with
 */
public record CertificateIssuer(
    X500Name name, PublicKey key, Validity validity, String serial, SignatureAlgorithm algorithm) {

  /** The authority of a certificate. */
  public static CertificateIssuer of(X509Certificate certificate, SignatureAlgorithm algorithm) {
    return new CertificateIssuer(
        X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
        certificate.getPublicKey(),
        new Validity(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()),
        certificate.getSerialNumber().toString(16).toLowerCase(Locale.ROOT),
        algorithm);
  }
}
