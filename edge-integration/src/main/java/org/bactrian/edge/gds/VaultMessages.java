package org.bactrian.edge.gds;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.bactrian.model.vault.ApplicationVaultAnswer;
import org.bactrian.model.vault.ApplicationVaultRequest;
import org.bactrian.model.vault.VaultRequestState;
import org.bactrian.model.vault.VaultTrustList;
import org.bactrian.model.vault.VaultTrustUpdate;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code vaultMessages}: requests of applications on their way to the Vault, and its
 * answers. Thread-safe.
 */
public final class VaultMessages {

  /** Header with the id of the request that the message carries. */
  public static final String REQUEST_ID = "BactrianVaultRequestId";

  private static final Logger LOG = LoggerFactory.getLogger(VaultMessages.class);

  private final Supplier<ApplicationDirectory> applications;
  private final Supplier<GdsRequests> requests;

  /**
   * @param applications the applications of a running edge
   * @param requests their requests
   */
  public VaultMessages(
      Supplier<ApplicationDirectory> applications, Supplier<GdsRequests> requests) {
    this.applications = applications;
    this.requests = requests;
  }

  /**
   * Result of taking an answer.
   *
   * @param known whether it still has the request; one of an application that unregistered is gone
   */
  public record Taken(boolean known) {}

  /** Fills in the message that is to be sent now, or leaves the body null. */
  public void next(Exchange exchange) {
    Optional<ApplicationVaultRequest> due = requests.get().due();
    exchange.getMessage().setBody(null);
    due.ifPresent(request -> fill(exchange, request));
  }

  private static void fill(Exchange exchange, ApplicationVaultRequest request) {
    exchange.getMessage().setBody(RegistryJson.bytes(request));
    exchange.getMessage().setHeader(REQUEST_ID, request.requestId());
    exchange.getMessage().setHeader(TelemetryHeaders.CONTENT_TYPE, "application/json");
    exchange.getMessage().setHeader(TelemetryHeaders.CONTENT_ENCODING, "utf-8");
    exchange
        .getMessage()
        .setHeader(
            TelemetryHeaders.PROPERTIES,
            Map.of(
                "$$MessageSchema",
                ApplicationVaultRequest.SCHEMA,
                "iothub-message-schema",
                ApplicationVaultRequest.SCHEMA));
  }

  /** Notes that IoT Hub has taken a message. */
  public void sent(@Header(REQUEST_ID) String requestId) {
    requests.get().sent(UUID.fromString(requestId), true);
  }

  /** Notes that a message could not be sent now. */
  public void notSent(@Header(REQUEST_ID) String requestId) {
    requests.get().sent(UUID.fromString(requestId), false);
  }

  /**
   * Method FinishCertificateRequest: takes an answer of the Vault.
   *
   * @throws OperationException of kind BAD_REQUEST when it is no answer, of kind
   *     EXTERNAL_DEPENDENCY when the disk does not take it
   */
  public Taken finish(@Body byte[] payload) {
    ApplicationVaultAnswer given = RegistryJson.read(payload, ApplicationVaultAnswer.class);
    UUID id = id(given);
    if (given.state() == null) {
      throw bad("state is missing");
    }
    Optional<GdsRequest> before = requests.get().find(id);
    if (before.isEmpty()) {
      return new Taken(false);
    }
    ApplicationVaultAnswer answer = withoutKey(before.get(), given) ? lost(given) : given;
    check(before.get(), answer);
    keep(
        () -> {
          issued(
              before.get().applicationId(),
              before.get().isForCertificate() ? answer.certificates() : List.of(),
              Optional.ofNullable(answer.trustList()));
          Optional<GdsRequest> now = requests.get().answer(id, answer);
          now.filter(GdsRequest::isAnswered).ifPresent(VaultMessages::log);
        });
    return new Taken(true);
  }

  /**
   * Method UpdateApplicationTrustList: takes what an application is to trust from now on.
   *
   * @throws OperationException of kind BAD_REQUEST when it is no trust list, of kind
   *     EXTERNAL_DEPENDENCY when the disk does not take it
   */
  public Taken trust(@Body byte[] payload) {
    VaultTrustUpdate update = RegistryJson.read(payload, VaultTrustUpdate.class);
    if (update.applicationUri() == null || update.trustList() == null) {
      throw bad("applicationUri or trustList is missing");
    }
    check(update.trustList());
    Optional<GdsApplication> application = applications.get().find(update.applicationUri());
    if (application.isPresent()) {
      keep(() -> issued(application.get().id(), List.of(), Optional.of(update.trustList())));
    }
    return new Taken(application.isPresent());
  }

  private void issued(UUID id, List<String> certificates, Optional<VaultTrustList> trustList)
      throws UaException {
    applications.get().issued(id, certificates, trustList);
  }

  /** Change of what is kept on disk. */
  private interface Change {
    void apply() throws UaException;
  }

  private static void keep(Change change) {
    try {
      change.apply();
    } catch (UaException e) {
      throw new OperationException(
          FaultKind.EXTERNAL_DEPENDENCY, "The edge cannot keep the answer: " + e.getMessage(), e);
    }
  }

  private static boolean withoutKey(GdsRequest request, ApplicationVaultAnswer answer) {
    return answer.state().isSuccess() && request.keyFormat() != null && answer.privateKey() == null;
  }

  /** A key is given once, so nobody else can give it to the application. */
  private static ApplicationVaultAnswer lost(ApplicationVaultAnswer answer) {
    return ApplicationVaultAnswer.of(answer.requestId(), VaultRequestState.Failure)
        .with()
        .errorMessage("The key was given to somebody else. Start another request.")
        .build();
  }

  private static void log(GdsRequest request) {
    String uri = request.message().application().applicationUri();
    if (request.state() != null && request.state().isSuccess()) {
      LOG.info("{} of {} was carried out", request.message().kind(), uri);
    } else {
      LOG.warn(
          "{} of {} was not carried out: {}, {}",
          request.message().kind(),
          uri,
          request.state(),
          request.errorMessage());
    }
  }

  private static UUID id(ApplicationVaultAnswer answer) {
    try {
      return UUID.fromString(answer.requestId());
    } catch (IllegalArgumentException | NullPointerException e) {
      throw bad("requestId is no GUID");
    }
  }

  /** Nothing is stored that an application could not read. */
  private static void check(GdsRequest request, ApplicationVaultAnswer answer) {
    List<X509Certificate> chain = certificates(answer.certificates());
    if (answer.state().isSuccess() && request.isForCertificate() && chain.isEmpty()) {
      throw bad("certificates are missing");
    }
    if (answer.state().isSuccess() && answer.privateKey() != null) {
      try {
        IssuedKey.read(answer.privateKey(), chain.get(0));
      } catch (GeneralSecurityException e) {
        throw bad("privateKey is no PKCS #8 key of the certificate");
      }
    }
    if (answer.trustList() != null) {
      check(answer.trustList());
    }
  }

  private static void check(VaultTrustList trust) {
    certificates(trust.trustedCertificates());
    certificates(trust.issuerCertificates());
    trust.trustedCrls().forEach(VaultMessages::bytes);
    trust.issuerCrls().forEach(VaultMessages::bytes);
  }

  private static List<X509Certificate> certificates(List<String> texts) {
    List<X509Certificate> chain = new ArrayList<>();
    for (String text : texts) {
      try {
        chain.add(CertificateUtil.decodeCertificate(bytes(text)));
      } catch (UaException e) {
        throw bad("a certificate is not DER in base64");
      }
    }
    return chain;
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw bad("a certificate or revocation list is not base64");
    }
  }

  private static OperationException bad(String fault) {
    return new OperationException(
        FaultKind.BAD_REQUEST, "The answer of the Vault cannot be taken: " + fault + ".");
  }
}
