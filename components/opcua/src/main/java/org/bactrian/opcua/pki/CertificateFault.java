package org.bactrian.opcua.pki;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
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
  private static final String WITHOUT_LISTS =
      "option --rejectunknownrevocationstatus=false accepts servers without one.";

  /** Neither the certificate nor one of its issuers is in the trusted folder. */
  static CertificateFault untrusted() {
    return new CertificateFault(StatusCodes.Bad_CertificateUntrusted, NOT_TRUSTED, "");
  }

  /** An issuer is missing between it and a self-signed authority. */
  static CertificateFault incomplete(X509Certificate last) {
    return new CertificateFault(
        StatusCodes.Bad_CertificateChainIncomplete,
        "is signed by %s, whose certificate is not there".formatted(last.getIssuerX500Principal()),
        "Put that certificate into issuers/certs of the PKI folder, or let the server send it along"
            + " with its own.");
  }

  /** The path from it to its authority breaks a rule of RFC 5280. */
  static CertificateFault ofPath(GeneralSecurityException cause) {
    return new CertificateFault(
        StatusCodes.Bad_CertificateInvalid,
        "does not pass the check of its chain (%s)".formatted(cause.getMessage()),
        "Give the server a certificate of an authority that may issue it.");
  }

  /** It was not made for the use of a server. */
  static CertificateFault usage(UaException cause) {
    return new CertificateFault(
        cause.getStatusCode().value(),
        "is not made for this use (" + StatusText.of(cause.getStatusCode()) + ")",
        "Give the server a certificate with the key usage of an OPC UA application.");
  }

  /** It, or the certificate of an issuer, was revoked. */
  static CertificateFault revoked(X509Certificate certificate, Instant since, boolean ofServer) {
    return ofServer
        ? new CertificateFault(
            StatusCodes.Bad_CertificateRevoked,
            "was revoked on " + since,
            "Give the server a new one.")
        : new CertificateFault(
            StatusCodes.Bad_CertificateIssuerRevoked,
            "has an issuer, %s, whose certificate was revoked on %s"
                .formatted(certificate.getSubjectX500Principal(), since),
            "Give the server a certificate of another authority.");
  }

  /** Nobody knows whether it was revoked, since its issuer's list is not there. */
  static CertificateFault revocationListMissing(X509Certificate issuer, boolean ofServer) {
    return new CertificateFault(
        revocationUnknown(ofServer),
        "may have been revoked: there is no revocation list of " + issuer.getSubjectX500Principal(),
        "Put the list into issuers/crl or trusted/crl of the PKI folder; " + WITHOUT_LISTS);
  }

  /** Nobody knows whether it was revoked since its issuer's list was made. */
  static CertificateFault revocationListOutOfDate(X509CRL list, boolean ofServer) {
    Date next = list.getNextUpdate();
    return new CertificateFault(
        revocationUnknown(ofServer),
        "may have been revoked: the revocation list of %s is from %s and valid to %s"
            .formatted(
                list.getIssuerX500Principal(),
                list.getThisUpdate().toInstant(),
                next == null ? "its next one" : next.toInstant()),
        "Put a newer list in its place, and check the clock; " + WITHOUT_LISTS);
  }

  private static long revocationUnknown(boolean ofServer) {
    return ofServer
        ? StatusCodes.Bad_CertificateRevocationUnknown
        : StatusCodes.Bad_CertificateIssuerRevocationUnknown;
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

  /** An issuer's certificate has expired, or is not valid yet. */
  static CertificateFault issuerTime(X509Certificate issuer) {
    return new CertificateFault(
        StatusCodes.Bad_CertificateIssuerTimeInvalid,
        "has an issuer, %s, whose certificate is valid from %s to %s only"
            .formatted(
                issuer.getSubjectX500Principal(),
                issuer.getNotBefore().toInstant(),
                issuer.getNotAfter().toInstant()),
        "Renew the certificate of that authority, and check the clock.");
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

  /** It, or the certificate of an issuer, is signed with an algorithm that can be broken. */
  static CertificateFault sha1(X509Certificate certificate) {
    return new CertificateFault(
        StatusCodes.Bad_CertificatePolicyCheckFailed,
        "is, or has an issuer that is, signed with SHA-1 (%s of %s)"
            .formatted(certificate.getSigAlgName(), certificate.getSubjectX500Principal()),
        "Give the server a certificate that is signed with SHA-256, or leave option --rejectsha1"
            + " out.");
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
