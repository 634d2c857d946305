package org.bactrian.edge.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.opcua.pki.ApplicationCertificate;
import org.bactrian.opcua.pki.ApplicationCertificateRenewal;
import org.bactrian.opcua.pki.DeliveredTrustList;
import org.bactrian.opcua.session.SessionPool;
import org.jspecify.annotations.Nullable;

/**
 * Methods that renew the application certificate of the edge and replace its trust list. Each takes
 * JSON and returns an object that is written as JSON. Thread-safe.
 */
public final class CertificateOperations {

  private static final int MAX_CHAIN = 10;
  private static final int MAX_KEY_TEXT = 16_384;

  private final Supplier<SessionPool> sessions;

  /**
   * @param sessions gives the sessions that show the certificate
   */
  public CertificateOperations(Supplier<SessionPool> sessions) {
    this.sessions = sessions;
  }

  /** Returns operations without a running edge, for validating routes that name them. */
  public static CertificateOperations idle() {
    return new CertificateOperations(
        () -> {
          throw new IllegalStateException("No edge is running");
        });
  }

  /**
   * Wishes of one who asks for a signing request.
   *
   * @param subjectName distinguished name; left out for the present one
   * @param regeneratePrivateKey whether the request is for a new key; left out for the present one
   */
  record SigningRequestOptions(
      @Nullable String subjectName, @Nullable Boolean regeneratePrivateKey) {}

  /**
   * Signing request of the edge.
   *
   * @param certificateRequest PKCS #10 in DER, Base64
   * @param applicationUri URI that the certificate must have
   */
  public record SigningRequestAnswer(String certificateRequest, String applicationUri) {}

  /**
   * Certificate that replaces that of the edge.
   *
   * @param certificates the certificate, then its issuers; DER in Base64
   * @param privateKey its key, PKCS #8 in DER, Base64; left out for a key that the edge has
   */
  record CertificateUpdate(@Nullable List<String> certificates, @Nullable String privateKey) {

    @Override
    public String toString() {
      return "CertificateUpdate[certificates=" + certificates + "]";
    }
  }

  /**
   * Certificate of the edge after its replacement.
   *
   * @param thumbprint SHA-1 in upper case hex
   * @param notAfter when it expires
   */
  public record CertificateUpdateAnswer(String thumbprint, Instant notAfter) {}

  /**
   * Trust list, whole; a list that is left out is empty.
   *
   * @param trustedCertificates certificates of servers or of authorities, DER in Base64
   * @param trustedCrls revocation lists of trusted authorities, DER in Base64
   * @param issuerCertificates authorities that complete chains, DER in Base64
   * @param issuerCrls their revocation lists, DER in Base64
   */
  record TrustListUpdate(
      @Nullable List<String> trustedCertificates,
      @Nullable List<String> trustedCrls,
      @Nullable List<String> issuerCertificates,
      @Nullable List<String> issuerCrls) {}

  /**
   * Outcome of the replacement of a trust list.
   *
   * @param changed whether it differs from the one before
   */
  public record TrustListUpdateAnswer(boolean changed) {}

  /**
   * Method CreateSigningRequest: makes a request for a certificate that is to replace the present
   * one.
   */
  public SigningRequestAnswer createSigningRequest(@Body byte[] request) {
    SigningRequestOptions options = RegistryJson.read(request, SigningRequestOptions.class);
    String subject = options.subjectName() == null ? "" : options.subjectName();
    boolean newKey = Boolean.TRUE.equals(options.regeneratePrivateKey());
    ApplicationCertificateRenewal.RenewalRequest made =
        sessions.get().requestCertificate(subject, newKey);
    return new SigningRequestAnswer(
        Base64.getEncoder().encodeToString(made.der()), made.applicationUri());
  }

  /**
   * Method UpdateCertificate: replaces the certificate of the edge. Sessions are replaced by such
   * that show it, after the answer and without a lost value.
   */
  public CertificateUpdateAnswer updateCertificate(@Body byte[] request) {
    CertificateUpdate update = RegistryJson.read(request, CertificateUpdate.class);
    List<String> sent = update.certificates() == null ? List.of() : update.certificates();
    if (sent.isEmpty() || sent.size() > MAX_CHAIN) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "certificates has %d entries. Send the certificate and then its issuers, at most %d."
              .formatted(sent.size(), MAX_CHAIN));
    }
    List<X509Certificate> issued = DeliveredTrustList.certificates("certificates", sent);
    ApplicationCertificate present =
        sessions.get().replaceCertificate(issued, key(update.privateKey()));
    return new CertificateUpdateAnswer(
        present.thumbprint(), present.chain().get(0).getNotAfter().toInstant());
  }

  /**
   * Method UpdateTrustList: replaces the trust list that was delivered before; files that an
   * operator has put into the PKI folders stay. Sessions with servers that are no longer trusted
   * end.
   */
  public TrustListUpdateAnswer updateTrustList(@Body byte[] request) {
    TrustListUpdate update = RegistryJson.read(request, TrustListUpdate.class);
    DeliveredTrustList list =
        DeliveredTrustList.read(
            update.trustedCertificates(),
            update.trustedCrls(),
            update.issuerCertificates(),
            update.issuerCrls());
    return new TrustListUpdateAnswer(sessions.get().replaceTrustList(list));
  }

  private static Optional<byte[]> key(@Nullable String base64) {
    if (base64 == null || base64.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (base64.length() <= MAX_KEY_TEXT) {
        return Optional.of(Base64.getDecoder().decode(base64));
      }
    } catch (IllegalArgumentException e) {
      // The cause would show a part of the key.
    }
    throw new OperationException(
        FaultKind.BAD_REQUEST, "privateKey is not Base64. Send PKCS #8 in DER form, Base64.");
  }
}
