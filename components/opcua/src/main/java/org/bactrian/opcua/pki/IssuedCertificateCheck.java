package org.bactrian.opcua.pki;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.validation.CertificateValidationUtil;

/**
 * Check of a certificate that an authority has issued to this application (Part 6, 6.2.2), before
 * it takes the place of the present one.
 *
 * @param applicationUri URI that it must have
 * @param now time at which it must be valid
 */
record IssuedCertificateCheck(String applicationUri, Instant now) {

  /**
   * Largest chain in bytes: what fits the smallest message that servers may insist on (8,192 bytes)
   * beside the other headers (Part 6, 6.7.2.3).
   */
  private static final int MAX_CHAIN_BYTES = 7_000;

  private static final Pattern BROKEN_HASH = Pattern.compile("(MD2|MD5|SHA1)WITH.*");

  /**
   * Checks a certificate and its issuers.
   *
   * @param chain the certificate, then its issuers in any order
   * @return the same, each before the one that has signed it
   * @throws OperationException with kind {@link FaultKind#BAD_REQUEST} for one that is of no use
   */
  List<X509Certificate> check(List<X509Certificate> chain) {
    X509Certificate certificate = chain.get(0);
    if (certificate.getBasicConstraints() >= 0) {
      throw refused("is that of an authority. Put the application's first.");
    }
    if (!CertificateUtil.getSanUri(certificate).filter(applicationUri::equals).isPresent()) {
      throw refused(
          "is for %s and not for %s. Issue it for the application URI of the signing request."
              .formatted(
                  CertificateUtil.getSanUri(certificate).orElse("no application URI"),
                  applicationUri));
    }
    checkKey(certificate);
    try {
      CertificateValidationUtil.checkEndEntityKeyUsage(certificate);
      CertificateValidationUtil.checkEndEntityExtendedKeyUsage(certificate, true);
    } catch (UaException e) {
      throw refused(
          "is not made for an OPC UA client (%s). Its key usage must be digitalSignature,"
                  .formatted(e.getMessage())
              + " nonRepudiation, keyEncipherment and dataEncipherment, its extended key usage"
              + " clientAuth.");
    }
    for (X509Certificate one : chain) {
      checkSignatureAlgorithm(one);
      if (!CertificatePath.isValidAt(one, now)) {
        throw refused(
            "or an issuer of it, %s, is valid from %s to %s only."
                .formatted(
                    one.getSubjectX500Principal(),
                    one.getNotBefore().toInstant(),
                    one.getNotAfter().toInstant()));
      }
    }
    List<X509Certificate> path = path(chain).certificates();
    int bytes = ApplicationCertificate.encoded(path).length;
    if (bytes > MAX_CHAIN_BYTES) {
      throw refused(
          "has %d bytes with its issuers, and servers take %d. Leave out the root."
              .formatted(bytes, MAX_CHAIN_BYTES));
    }
    return path;
  }

  private CertificatePath path(List<X509Certificate> chain) {
    CertificatePath path = CertificatePath.of(chain, List.of(), now);
    chain.stream()
        .filter(one -> !path.certificates().contains(one))
        .findFirst()
        .ifPresent(
            stranger -> {
              throw refused(
                  "was not issued by %s, which is sent with it."
                      .formatted(stranger.getSubjectX500Principal()));
            });
    try {
      if (path.isComplete()) {
        path.validate(now);
      }
    } catch (GeneralSecurityException e) {
      throw refused("does not pass the check of its chain: " + e.getMessage());
    }
    return path;
  }

  private static void checkKey(X509Certificate certificate) {
    String algorithm = certificate.getPublicKey().getAlgorithm();
    if (!algorithm.equals("RSA")) {
      throw refused(
          "has a key of type %s. This edge speaks the security policies with RSA keys."
              .formatted(algorithm));
    }
    RsaKeyLengths allowed = RsaKeyLengths.of(SecurityPolicy.Basic256Sha256, 0);
    Optional<Integer> bits = allowed.violatedBy(certificate);
    if (bits.isPresent()) {
      throw refused(
          "has an RSA key of %d bits. It must have %d to %d."
              .formatted(bits.get(), allowed.shortest(), allowed.longest()));
    }
  }

  private static void checkSignatureAlgorithm(X509Certificate certificate) {
    String algorithm = certificate.getSigAlgName();
    if (BROKEN_HASH.matcher(algorithm.toUpperCase(Locale.ROOT)).matches()) {
      throw refused(
          "or an issuer of it is signed with %s, which can be forged. Sign it with SHA-256."
              .formatted(algorithm));
    }
  }

  static OperationException refused(String what) {
    return new OperationException(
        FaultKind.BAD_REQUEST,
        "The new application certificate " + what + " The former one stays in use.");
  }
}
