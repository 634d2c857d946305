package org.bactrian.cloud.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.bactrian.cloud.vault.certificate.CertificateParts;
import org.bactrian.cloud.vault.contract.CertificateRequestPage;
import org.bactrian.cloud.vault.contract.CertificateRequestQuery;
import org.bactrian.cloud.vault.contract.CertificateRequestRecord;
import org.bactrian.cloud.vault.contract.CertificateRequestState;
import org.bactrian.cloud.vault.contract.CertificateRequestType;
import org.bactrian.cloud.vault.contract.DeliveredCertificate;
import org.bactrian.cloud.vault.contract.FinishedKeyPairRequest;
import org.bactrian.cloud.vault.contract.FinishedSigningRequest;
import org.bactrian.cloud.vault.contract.PrivateKeyModel;
import org.bactrian.cloud.vault.store.StoredCertificate;
import org.bactrian.cloud.vault.store.StoredGroup;
import org.bactrian.cloud.vault.store.StoredRequest;
import org.bactrian.cloud.vault.store.VaultCaller;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.jspecify.annotations.Nullable;

/**
 * The bean {@code vaultRequests}: operations on requests, and steps of the routes that start them.
 */
public final class RequestOperations {

  private final VaultRecords records;
  private final CertificateRequests requests;
  private final CertificateIssuance issuance;
  private final GroupAuthorities authorities;

  RequestOperations(
      VaultRecords records,
      CertificateRequests requests,
      CertificateIssuance issuance,
      GroupAuthorities authorities) {
    this.records = records;
    this.requests = requests;
    this.issuance = issuance;
    this.authorities = authorities;
  }

  /** ApproveRequest: has the certificate made. */
  public void approveRequest(
      @Header("requestId") String requestId,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    requests.approve(requestId, VaultCaller.of(caller, address));
  }

  /** RejectRequest: refuses the request. */
  public void rejectRequest(
      @Header("requestId") String requestId,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    requests.reject(requestId, VaultCaller.of(caller, address), null);
  }

  /** AcceptRequest: has the certificate delivered, or gives the request up. */
  public void acceptRequest(
      @Header("requestId") String requestId,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    requests.accept(requestId, VaultCaller.of(caller, address));
  }

  /** DeleteRequest: removes a request that has ended. */
  public void deleteRequest(
      @Header("requestId") String requestId,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    requests.delete(requestId, VaultCaller.of(caller, address));
  }

  /** GetRequest: one request. */
  public CertificateRequestRecord getRequest(@Header("requestId") String requestId) {
    return requests.get(requestId).shown();
  }

  /** QueryRequests: the first page of the requests that are asked for. */
  public CertificateRequestPage queryRequests(
      @Body CertificateRequestQuery query, @Header("pageSize") Integer pageSize) {
    return requests.list(query == null ? CertificateRequestQuery.ALL : query, null, pageSize);
  }

  /** ListRequests: a page of all requests, or of the query that a link belongs to. */
  public CertificateRequestPage listRequests(
      @Header("nextPageLink") String nextPageLink, @Header("pageSize") Integer pageSize) {
    return requests.list(CertificateRequestQuery.ALL, nextPageLink, pageSize);
  }

  /** FinishSigningRequest: the certificate, when there is one; the request is accepted then. */
  public FinishedSigningRequest finishSigningRequest(
      @Header("requestId") String requestId,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    StoredRequest request = requests.get(requestId);
    require(request, CertificateRequestType.SigningRequest);
    Optional<StoredCertificate> certificate = certificate(request);
    if (request.state() == CertificateRequestState.Completed) {
      requests.accept(requestId, VaultCaller.of(caller, address));
    }
    return new FinishedSigningRequest(
        requests.get(requestId).shown(), certificate.map(VaultCertificates::info).orElse(null));
  }

  /** FinishNewKeyPairRequest: certificate and key, which only the requester is given, once. */
  public FinishedKeyPairRequest finishNewKeyPairRequest(
      @Header("requestId") String requestId,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    StoredRequest request = requests.get(requestId);
    require(request, CertificateRequestType.KeyPairRequest);
    Taken taken = take(request, VaultCaller.of(caller, address));
    X509Certificate certificate =
        taken.certificate() == null ? null : CertificateParts.read(taken.certificate().der());
    PrivateKeyModel key = null;
    byte[] kept = taken.key();
    if (kept != null && certificate != null) {
      PrivateKey secret = CertificateIssuance.privateKey(kept, certificate);
      key =
          PrivateKeyModel.of(
              secret, certificate.getPublicKey() instanceof ECPublicKey point ? point : null);
    }
    return new FinishedKeyPairRequest(
        requests.get(requestId).shown(),
        taken.certificate() == null ? null : VaultCertificates.info(taken.certificate()),
        key);
  }

  /** The outcome of a request of either kind, with the issuers of the certificate. */
  public DeliveredCertificate takeCertificate(
      @Header("requestId") String requestId,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    StoredRequest request = requests.get(requestId);
    Taken taken = take(request, VaultCaller.of(caller, address));
    return new DeliveredCertificate(
        requestId,
        requests.get(requestId).state(),
        taken.certificate() == null ? List.of() : chain(taken.certificate()),
        taken.key(),
        request.error());
  }

  /**
   * The outcome of a request of either kind for its requester, who accepts it once it has arrived
   * there. Until then the key is given again.
   */
  public DeliveredCertificate outcome(
      @Header("requestId") String requestId,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    StoredRequest request = requests.get(requestId);
    requireRequester(request, VaultCaller.of(caller, address));
    StoredCertificate certificate = certificate(request).orElse(null);
    byte[] key = null;
    if (certificate != null
        && request.type() == CertificateRequestType.KeyPairRequest
        && request.state() == CertificateRequestState.Completed) {
      key = key(request, certificate);
    }
    return new DeliveredCertificate(
        requestId,
        request.state(),
        certificate == null ? List.of() : chain(certificate),
        key,
        request.error());
  }

  /** The certificate and then its issuers, DER. */
  List<byte[]> chain(StoredCertificate certificate) {
    List<byte[]> chain = new ArrayList<>(List.of(certificate.der()));
    for (StoredGroup group : authorities.chain(authorities.get(certificate.issuerId()))) {
      chain.add(VaultCertificates.encoded(authorities.certificate(group)));
    }
    return chain;
  }

  /** Certificate and key that somebody is given; null where there is none. */
  private record Taken(@Nullable StoredCertificate certificate, byte @Nullable [] key) {}

  /**
   * Key and certificate of a request. The key is read before the request is accepted, and given
   * only to the one call that accepts it.
   */
  private Taken take(StoredRequest request, VaultCaller caller) {
    boolean secret = request.type() == CertificateRequestType.KeyPairRequest;
    requireRequester(request, caller);
    StoredCertificate certificate = certificate(request).orElse(null);
    if (request.state() != CertificateRequestState.Completed || certificate == null) {
      return new Taken(certificate, null);
    }
    byte[] key = secret ? key(request, certificate) : null;
    boolean first = requests.accept(request.id(), caller);
    return new Taken(certificate, first ? key : null);
  }

  /** A key is for the requester only. */
  private static void requireRequester(StoredRequest request, VaultCaller caller) {
    String requester = request.submitted().authorityId();
    if (request.type() == CertificateRequestType.KeyPairRequest
        && !requester.equals(caller.name())) {
      throw new OperationException(
          FaultKind.UNAUTHORIZED,
          "Only %s, who started request %s, is given its key.".formatted(requester, request.id()));
    }
  }

  private byte[] key(StoredRequest request, StoredCertificate certificate) {
    return issuance
        .key(certificate)
        .orElseThrow(
            () ->
                VaultFaults.invalidState(
                    "The key of request " + request.id() + " is gone. Start another one."));
  }

  private Optional<StoredCertificate> certificate(StoredRequest request) {
    return records
        .database()
        .read(handle -> records.certificates().ofRequest(handle, request.id()))
        .filter(one -> one.state() != StoredCertificate.State.RESERVED)
        .filter(one -> one.certificate() != null);
  }

  private static void require(StoredRequest request, CertificateRequestType type) {
    if (request.type() != type) {
      String other =
          type == CertificateRequestType.SigningRequest
              ? "/vault/v2/requests/keypair/"
              : "/vault/v2/requests/sign/";
      throw VaultFaults.bad(
          "Request %s is a %s. GET %s%s finishes it."
              .formatted(request.id(), request.type(), other, request.id()));
    }
  }

  /**
   * A request that nobody has decided as JSON text, for whoever approves it; else null. One that
   * renews a certificate was approved with that, and is approved here.
   */
  public @Nullable String pending(@Header("requestId") String requestId) {
    Optional<StoredRequest> request =
        requests.find(requestId).filter(one -> one.state() == CertificateRequestState.New);
    if (request.isPresent() && request.get().automatic()) {
      requests.approve(requestId, VaultCaller.route("vault-renewal"));
      return null;
    }
    return request.map(one -> RegistryJson.text(one.shown())).orElse(null);
  }

  /**
   * Decides a request as the approval step says.
   *
   * @param exchange its body is {@code Approved}, {@code Rejected}, {@code Pending} to be asked
   *     again, all in any case, or JSON with one of them as {@code state}; everything else leaves
   *     it to an operator
   */
  public void decide(Exchange exchange, @Header("requestId") String requestId) {
    String answer = Objects.toString(exchange.getMessage().getBody(String.class), "").strip();
    String decision =
        answer.startsWith("{")
            ? RegistryJson.read(answer, JsonNode.class).path("state").asText()
            : answer;
    requests.find(requestId).ifPresent(request -> requests.decide(request, decision));
  }

  /** Makes the certificate of a request. */
  public void issue(@Header("requestId") String requestId) {
    issuance.issue(requestId);
  }
}
