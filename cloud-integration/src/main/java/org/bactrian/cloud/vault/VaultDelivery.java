package org.bactrian.cloud.vault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.bactrian.cloud.registry.RegistryHeaders;
import org.bactrian.cloud.vault.contract.AuditAction;
import org.bactrian.cloud.vault.contract.CertificateRequestState;
import org.bactrian.cloud.vault.contract.CertificateRequestType;
import org.bactrian.cloud.vault.contract.TrustedPeers;
import org.bactrian.cloud.vault.store.AuditNote;
import org.bactrian.cloud.vault.store.StoredCertificate;
import org.bactrian.cloud.vault.store.StoredRequest;
import org.bactrian.cloud.vault.store.VaultCaller;
import org.bactrian.cloud.vault.store.WorkStep;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.Sha1Text;
import org.jspecify.annotations.Nullable;

/**
 * The bean {@code vaultDelivery}: certificates and trust lists as modules take them, and what is
 * noted when they have them. The calls are the route's.
 */
public final class VaultDelivery {

  /** Exchange property: the {@link Sending} of the trust list that is being delivered. */
  static final String SENDING = "BactrianVaultSending";

  private static final VaultCaller ROUTE = VaultCaller.route("vault-delivery");

  /**
   * A trust list that is being delivered.
   *
   * @param subject who gets it
   * @param before hash of the list that was sent before; empty for none
   * @param hash its hash
   */
  public record Sending(TrustListSubject subject, String before, String hash) {}

  private final VaultRecords records;
  private final CertificateRequests requests;
  private final CertificateIssuance issuance;
  private final RequestOperations operations;
  private final TrustListBuilder lists;
  private final VaultEntities entities;

  VaultDelivery(
      VaultRecords records,
      CertificateRequests requests,
      CertificateIssuance issuance,
      RequestOperations operations,
      TrustListBuilder lists,
      VaultEntities entities) {
    this.records = records;
    this.requests = requests;
    this.issuance = issuance;
    this.operations = operations;
    this.lists = lists;
    this.entities = entities;
  }

  /**
   * Modules that bring an entity its trust list, whose own lists go first: a module refuses to give
   * a server what it could not check itself. Of a module, the lists of the servers that it serves
   * are made next, since its certificate is checked by them.
   */
  public List<String> carriers(@Header(VaultHeaders.ENTITY_ID) String entityId) {
    Optional<TrustListSubject> subject = entities.subject(entityId);
    subject
        .map(TrustListSubject::counterparts)
        .filter(served -> subject.get().carrier().isEmpty())
        .ifPresent(
            served ->
                records
                    .database()
                    .transaction(
                        handle -> {
                          List<String> managed = records.trust().sentTo(handle, served);
                          records.work().putAll(handle, WorkStep.TRUST, managed, records.now());
                          return true;
                        }));
    return subject.flatMap(TrustListSubject::carrier).stream().toList();
  }

  /**
   * Modules that bring the certificate of a request, whose own trust lists go first. Such a module
   * trusts the certificate before the server has it, or it could not connect to the server then;
   * that is a relation like others.
   */
  public List<String> carriersOfRequest(@Header(VaultHeaders.REQUEST_ID) String requestId) {
    Optional<StoredRequest> request = deliverable(requestId);
    Optional<String> carrier =
        request.flatMap(one -> entities.subject(one.entityId())).flatMap(TrustListSubject::carrier);
    carrier
        .flatMap(entities::subject)
        .filter(module -> !trusts(module, requestId))
        .ifPresent(module -> trust(module.id(), request.orElseThrow().entityId()));
    return carrier.stream().toList();
  }

  private boolean trusts(TrustListSubject module, String requestId) {
    List<byte[]> trusted = lists.build(module).trustedCertificates();
    return records
        .database()
        .read(handle -> records.certificates().ofRequest(handle, requestId))
        .map(operations::chain)
        .filter(
            chain ->
                chain.stream()
                    .noneMatch(
                        one -> trusted.stream().anyMatch(other -> Arrays.equals(one, other))))
        .isEmpty();
  }

  private void trust(String moduleId, String serverId) {
    records
        .database()
        .transaction(
            handle -> {
              if (records.trust().add(handle, moduleId, serverId)) {
                records.audit(
                    handle,
                    AuditNote.of(ROUTE, AuditAction.TrustAdded)
                        .withEntityId(moduleId)
                        .withDetail(serverId + ", whose certificate it brings"));
              }
              return true;
            });
  }

  /**
   * Prepares the trust list of an entity. Without the header {@code BactrianVaultCall} it is the
   * one that the entity has already, or the entity is a group or gone, or nobody has ever given it
   * one to trust by.
   */
  public void trustList(Exchange exchange, @Header(VaultHeaders.ENTITY_ID) String entityId) {
    Message message = exchange.getMessage();
    message.removeHeader(VaultHeaders.CALL);
    Optional<TrustListSubject> found = entities.subject(entityId);
    if (found.isEmpty()) {
      return;
    }
    TrustListSubject subject = found.get();
    TrustedPeers peers = lists.build(subject);
    String hash = TrustLists.hash(peers);
    String before =
        records.database().read(handle -> records.trust().sent(handle, subject.id())).orElse("");
    boolean nothing =
        before.isEmpty()
            && peers.trustedCertificates().isEmpty()
            && peers.issuerCertificates().isEmpty();
    if (!nothing && !before.equals(hash)) {
      exchange.setProperty(SENDING, new Sending(subject, before, hash));
      message.setHeader(VaultHeaders.ENTITY_ID, subject.id());
      message.setHeader(VaultHeaders.CALL, VaultCall.UPDATE_TRUST_LIST.name());
      message.setBody(RegistryJson.bytes(peers));
    }
  }

  /** Modules of Global Discovery Servers that an entity gets its certificates through. */
  public List<String> origins(@Header(VaultHeaders.ENTITY_ID) String entityId) {
    return records.database().read(handle -> records.requests().origins(handle, entityId));
  }

  /**
   * Notes that an entity has its trust list, or that nobody brings it one. Certificates that could
   * not be delivered to it, or through it, are tried again: the list may be what was missing.
   */
  public void trustListDelivered(
      @Header(VaultHeaders.REACH) String reach,
      @Header(VaultHeaders.REQUEST_ID) @Nullable String requestId,
      @ExchangeProperty(SENDING) Sending sent) {
    TrustListSubject subject = sent.subject();
    List<String> waiting = new ArrayList<>(subject.names());
    if (subject.carrier().isEmpty()) {
      waiting.addAll(subject.counterparts());
    }
    records
        .database()
        .transaction(
            handle -> {
              if (!records.trust().putSent(handle, subject.id(), sent.before(), sent.hash())) {
                records.due(handle, WorkStep.TRUST, subject.id());
              }
              List<String> undelivered =
                  new ArrayList<>(records.requests().undelivered(handle, waiting));
              undelivered.remove(requestId);
              records.work().putAll(handle, WorkStep.DELIVERY, undelivered, records.now());
              if (!VaultTargets.NONE.equals(reach)) {
                records.audit(
                    handle,
                    AuditNote.of(ROUTE, AuditAction.TrustDelivered).withEntityId(subject.id()));
              }
              return true;
            });
  }

  /** A request whose certificate is to be brought to its entity. */
  private Optional<StoredRequest> deliverable(String requestId) {
    return requests
        .find(requestId)
        .filter(one -> one.state() == CertificateRequestState.Accepted && !one.delivered())
        .filter(
            one ->
                !records
                    .database()
                    .read(handle -> records.requests().isSuperseded(handle, requestId)));
  }

  /** Prepares the certificate of a request that was accepted, when there is one to deliver. */
  public void certificate(Exchange exchange, @Header(VaultHeaders.REQUEST_ID) String requestId) {
    Message message = exchange.getMessage();
    message.removeHeader(VaultHeaders.CALL);
    Optional<StoredRequest> request =
        deliverable(requestId).filter(one -> entities.find(one.entityId()).isPresent());
    Optional<StoredCertificate> certificate =
        records
            .database()
            .read(handle -> records.certificates().ofRequest(handle, requestId))
            .filter(one -> one.isUsable(records.now()));
    if (request.isEmpty() || certificate.isEmpty()) {
      records
          .database()
          .transaction(
              handle -> {
                records.keyUnneeded(handle, requestId);
                return true;
              });
      return;
    }
    if (request.get().origin() != null) {
      // It was accepted because its application has fetched it.
      certificateDelivered(requestId, VaultTargets.NONE);
      return;
    }
    Map<String, Object> payload = new HashMap<>();
    payload.put("certificates", operations.chain(certificate.get()));
    if (request.get().type() == CertificateRequestType.KeyPairRequest) {
      issuance.key(certificate.get()).ifPresent(key -> payload.put("privateKey", key));
    }
    message.setHeader(VaultHeaders.ENTITY_ID, request.get().entityId());
    message.setHeader(VaultHeaders.CALL, VaultCall.UPDATE_CERTIFICATE.name());
    message.setHeader(
        VaultHeaders.APPLICATION_ID, entities.get(request.get().entityId()).application());
    message.setHeader(
        RegistryHeaders.SERVER_THUMBPRINT,
        Sha1Text.of(certificate.get().der()).toUpperCase(Locale.ROOT));
    message.setBody(RegistryJson.bytes(payload));
  }

  /** Notes that an entity has its certificate, or that it has to fetch it itself. */
  public void certificateDelivered(
      @Header(VaultHeaders.REQUEST_ID) String requestId, @Header(VaultHeaders.REACH) String reach) {
    records
        .database()
        .transaction(
            handle -> {
              Optional<StoredRequest> request = records.requests().findForUpdate(handle, requestId);
              if (request.isEmpty() || request.get().delivered()) {
                return false;
              }
              records
                  .requests()
                  .update(handle, request.get().with(next -> next.delivered(true).error(null)));
              Optional<StoredCertificate> certificate =
                  records.certificates().ofRequest(handle, requestId);
              certificate.ifPresent(
                  one ->
                      records.due(
                          handle, WorkStep.SECRET, CertificateIssuance.secretName(one.serial())));
              // Who trusts it goes on without the certificate that was replaced.
              records.certificateChanged(handle, request.get().entityId());
              if (!VaultTargets.NONE.equals(reach)) {
                records.audit(
                    handle,
                    AuditNote.of(ROUTE, AuditAction.CertificateDelivered, request.get())
                        .withSerial(certificate.map(StoredCertificate::serial).orElse(null)));
              }
              return true;
            });
  }

  /** The Global Discovery Server that a request came through; empty for none. */
  public String origin(@Header(VaultHeaders.REQUEST_ID) String requestId) {
    return requests.find(requestId).map(StoredRequest::origin).orElse("");
  }
}
