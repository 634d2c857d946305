package org.bactrian.opcua.pki;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

/**
 * Fault of a server certificate (Part 4, 6.1.3).
 *
 * @param status status of OPC UA that stands for it
 * @param description what is wrong, a predicate whose subject is the certificate
 * @param remedy sentences that say how it is mended
 */
record CertificateFault(long status, String description, String remedy) {

  private static final String NOT_TRUSTED = "is not trusted";

  /** The certificate, or what it is signed by, is not in the trusted folder. */
  static CertificateFault untrusted(UaException cause) {
    return new CertificateFault(cause.getStatusCode().value(), NOT_TRUSTED, "");
  }

  /** Fault that Milo found on the way from a trusted certificate to this one. */
  static CertificateFault ofPath(X509Certificate certificate, UaException cause) {
    long status = cause.getStatusCode().value();
    if (status == StatusCodes.Bad_CertificateTimeInvalid) {
      return time(certificate);
    }
    if (status == StatusCodes.Bad_CertificateRevoked
        || status == StatusCodes.Bad_CertificateIssuerRevoked) {
      return new CertificateFault(status, "was revoked", "Give the server a new one.");
    }
    return new CertificateFault(
        status,
        "does not pass the check of its chain (" + StatusText.of(new StatusCode(status)) + ")",
        "Renew it or its authority's, and check the revocation lists.");
  }

  /** It has expired, or is not valid yet. */
  static CertificateFault time(X509Certificate certificate) {
    return new CertificateFault(
        StatusCodes.Bad_CertificateTimeInvalid,
        "is valid from %s to %s only"
            .formatted(
                certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()),
        "Renew it at the server, and check the clocks of both.");
  }

  /** It is for another application. */
  static CertificateFault application(X509Certificate certificate, String applicationUri) {
    return new CertificateFault(
        StatusCodes.Bad_CertificateUriInvalid,
        "is for the application %s while the server calls itself %s"
            .formatted(
                CertificateUtil.getSanUri(certificate).orElse("without URI"), applicationUri),
        "Give the server a certificate with its own application URI.");
  }

  /** It is for another host. */
  static CertificateFault host(X509Certificate certificate, String[] hostNames) {
    return new CertificateFault(
        StatusCodes.Bad_CertificateHostNameInvalid,
        otherHost(certificate, hostNames),
        "Use one of the names in it in the endpoint URL, give the server a certificate with its"
            + " address, or leave option --check-host-name out.");
  }

  /** Says for which host a certificate is. */
  static String otherHost(X509Certificate certificate, String[] hostNames) {
    List<String> names = new ArrayList<>(CertificateUtil.getSanDnsNames(certificate));
    names.addAll(CertificateUtil.getSanIpAddresses(certificate));
    return "is for %s and not for %s"
        .formatted(
            names.isEmpty() ? "no host" : String.join(", ", names), String.join(", ", hostNames));
  }

  /** Its key is shorter or longer than the security policy allows. */
  static CertificateFault key(int bits, String policy, RsaKeyLengths allowed) {
    return new CertificateFault(
        StatusCodes.Bad_CertificatePolicyCheckFailed,
        "has an RSA key of %s bits where security policy %s asks for %s to %s (%s)"
            .formatted(
                bits,
                policy,
                allowed.shortest(),
                allowed.longest(),
                StatusText.of(new StatusCode(StatusCodes.Bad_CertificatePolicyCheckFailed))),
        bits < allowed.shortest()
            ? "Give the server a longer key; option --minkeysize="
                + bits
                + " accepts this one, for old plants."
            : "Give the server a shorter key, or ask for another security policy.");
  }

  /** Returns whether it is cured by moving the certificate to the trusted folder. */
  boolean isTrust() {
    return description.equals(NOT_TRUSTED);
  }

  /** Returns whether it is a fault even where everybody is accepted. */
  boolean isFinal() {
    return status == StatusCodes.Bad_CertificateRevoked
        || status == StatusCodes.Bad_CertificateIssuerRevoked
        || status == StatusCodes.Bad_CertificatePolicyCheckFailed;
  }
}
