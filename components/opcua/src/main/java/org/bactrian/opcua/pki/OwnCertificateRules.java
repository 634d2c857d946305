package org.bactrian.opcua.pki;

/**
 * Rules of the application certificate that this client shows.
 *
 * @param subject name in a new certificate
 * @param formerPassword password of a certificate that OPC Publisher has left, empty for none
 * @param trusted whether it is among the trusted certificates of this client
 */
public record OwnCertificateRules(
    CertificateSubject subject, String formerPassword, boolean trusted) {

  /** A name made of that of the application, no password, not trusted. */
  public static final OwnCertificateRules DEFAULT =
      new OwnCertificateRules(CertificateSubject.DEFAULT, "", false);

  /** Names all but the password. */
  @Override
  public String toString() {
    return "OwnCertificateRules[subject=" + subject + ", trusted=" + trusted + "]";
  }
}
