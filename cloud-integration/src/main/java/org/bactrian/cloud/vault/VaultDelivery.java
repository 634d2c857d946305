package org.bactrian.cloud.vault;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
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

/**
 * The bean {@code vaultDelivery}: certificates and trust lists as modules take them, and what is
 * noted when they have them. The calls are the route's.
 */
public final class VaultDelivery {

  /** Exchange property: hash of the trust list that is being delivered. */
  static final String HASH = "BactrianVaultListHash";

  private static final VaultCaller ROUTE = VaultCaller.route("vault-delivery");

  private final VaultRecords records;
  private final CertificateRequests requests;
  private final CertificateIssuance issuance;
  private final RequestOperations operations;
  private final TrustLists lists;
  private final VaultEntities entities;

  VaultDelivery(
      VaultRecords records,
      CertificateRequests requests,
      CertificateIssuance issuance,
      RequestOperations operations,
      TrustLists lists,
      VaultEntities entities) {
    this.records = records;
    this.requests = requests;
    this.issuance = issuance;
    this.operations = operations;
    this.lists = lists;
    this.entities = entities;
  }

  /**
   * Prepares the trust list of an entity. Without the header {@code BactrianVaultCall} it is the
   * one that the entity has already, or the entity is a group or gone.
   */
  public void trustList(Exchange exchange, @Header(VaultHeaders.ENTITY_ID) String entityId) {
    Message message = exchange.getMessage();
    message.removeHeader(VaultHeaders.CALL);
    Optional<VaultEntity> entity = entities.find(entityId).filter(VaultEntity::isSubject);
    if (entity.isEmpty()) {
      return;
    }
    TrustedPeers peers = lists.peers(entityId);
    String hash = TrustLists.hash(peers);
    boolean known =
        records
            .database()
            .read(handle -> records.trust().sent(handle, entityId))
            .filter(hash::equals)
            .isPresent();
    if (!known) {
      exchange.setProperty(HASH, hash);
      message.setHeader(VaultHeaders.CALL, VaultCall.UPDATE_TRUST_LIST.name());
      message.setBody(RegistryJson.bytes(peers));
    }
  }

  /** Modules of Global Discovery Servers that an entity gets its certificates through. */
  public List<String> origins(@Header(VaultHeaders.ENTITY_ID) String entityId) {
    return records.database().read(handle -> records.requests().origins(handle, entityId));
  }

  /** Notes that an entity has its trust list, or that nobody brings it one. */
  public void trustListDelivered(
      @Header(VaultHeaders.ENTITY_ID) String entityId,
      @Header(VaultHeaders.REACH) String reach,
      @ExchangeProperty(HASH) String hash) {
    records
        .database()
        .transaction(
            handle -> {
              records.trust().putSent(handle, entityId, hash);
              if (!"None".equals(reach)) {
                records.audit(
                    handle, AuditNote.of(ROUTE, AuditAction.TrustDelivered).withEntityId(entityId));
              }
              return true;
            });
  }

  /** Prepares the certificate of a request that was accepted, when there is one to deliver. */
  public void certificate(Exchange exchange, @Header(VaultHeaders.REQUEST_ID) String requestId) {
    Message message = exchange.getMessage();
    message.removeHeader(VaultHeaders.CALL);
    Optional<StoredRequest> request =
        requests
            .find(requestId)
            .filter(one -> one.state() == CertificateRequestState.Accepted && !one.delivered())
            .filter(one -> entities.find(one.entityId()).isPresent());
    Optional<StoredCertificate> certificate =
        records
            .database()
            .read(handle -> records.certificates().ofRequest(handle, requestId))
            .filter(one -> one.isUsable(records.now()));
    if (request.isEmpty() || certificate.isEmpty()) {
      return;
    }
    Map<String, Object> payload = new HashMap<>();
    payload.put("certificates", operations.chain(certificate.get()));
    if (request.get().type() == CertificateRequestType.KeyPairRequest) {
      issuance.key(certificate.get()).ifPresent(key -> payload.put("privateKey", key));
    }
    message.setHeader(VaultHeaders.ENTITY_ID, request.get().entityId());
    message.setHeader(VaultHeaders.CALL, VaultCall.UPDATE_CERTIFICATE.name());
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
              if (!"None".equals(reach)) {
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
