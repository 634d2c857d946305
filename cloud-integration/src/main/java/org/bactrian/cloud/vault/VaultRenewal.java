package org.bactrian.cloud.vault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.bactrian.cloud.vault.contract.AuditAction;
import org.bactrian.cloud.vault.store.AuditNote;
import org.bactrian.cloud.vault.store.StoredCertificate;
import org.bactrian.cloud.vault.store.StoredGroup;
import org.bactrian.cloud.vault.store.VaultCaller;
import org.bactrian.cloud.vault.store.WorkStep;

/**
 * The bean {@code vaultRenewal}: renewal of certificates before they expire. A certificate is due
 * in the last part of its lifetime: the time that the route says, and a third of the lifetime at
 * most.
 */
public final class VaultRenewal {

  private static final VaultCaller ROUTE = VaultCaller.route("vault-renewal");
  private static final int AT_ONCE = 1_000;
  private static final int PART = 3;

  private final VaultRecords records;
  private final VaultEntities entities;
  private final TrustGroups groups;

  VaultRenewal(VaultRecords records, VaultEntities entities, TrustGroups groups) {
    this.records = records;
    this.entities = entities;
    this.groups = groups;
  }

  /**
   * Makes the renewal of certificates due that expire soon.
   *
   * @param days days before the end of a certificate
   */
  public void look(int days) {
    Instant now = records.now();
    Duration before = Duration.ofDays(days);
    records
        .database()
        .transaction(
            handle -> {
              for (StoredCertificate one :
                  records.certificates().expiring(handle, now.plus(before), AT_ONCE)) {
                Instant due = due(one, before);
                if (!due.isAfter(now) && records.certificates().noteRenewal(handle, one.serial())) {
                  records.due(handle, WorkStep.RENEWAL, one.serial());
                }
              }
              return true;
            });
  }

  private static Instant due(StoredCertificate certificate, Duration before) {
    Instant end = certificate.validity().notAfter();
    Duration part = Duration.between(certificate.created(), end).dividedBy(PART);
    return end.minus(part.compareTo(before) < 0 ? part : before);
  }

  /**
   * Renews the certificate of a group, or prepares the request of an entity. Without a body there
   * is nothing to request: the certificate was replaced or revoked meanwhile, or its owner has to.
   *
   * @param serial certificate that expires
   */
  public void prepare(Exchange exchange, @Header(VaultHeaders.SERIAL) String serial) {
    Message message = exchange.getMessage();
    message.setBody(null);
    Optional<StoredCertificate> found =
        records
            .database()
            .read(handle -> records.certificates().find(handle, serial))
            .filter(one -> one.isUsable(records.now()));
    if (found.isEmpty()) {
      return;
    }
    StoredCertificate certificate = found.get();
    String groupId = certificate.groupId();
    if (groupId != null) {
      renewGroup(groupId, serial);
      return;
    }
    String entityId = String.valueOf(certificate.entityId());
    boolean latest =
        records
            .database()
            .read(handle -> records.certificates().latestOfEntity(handle, entityId))
            .filter(one -> one.serial().equals(serial))
            .isPresent();
    Optional<VaultEntity> entity = entities.find(entityId);
    if (!latest || entity.isEmpty()) {
      return;
    }
    boolean reached =
        entity.get().module().isPresent() || entities.servedEndpoint(entity.get()).isPresent();
    if (!reached) {
      ownerHasTo(certificate);
      return;
    }
    message.setHeader(VaultHeaders.CALLER, ROUTE.name());
    message.setHeader(VaultHeaders.AUTOMATIC, true);
    message.setBody(
        JsonNodeFactory.instance
            .objectNode()
            .put("entityId", entityId)
            .put("groupId", certificate.issuerId()));
  }

  private void renewGroup(String groupId, String serial) {
    boolean current =
        records
            .database()
            .read(handle -> records.groups().find(handle, groupId))
            .map(StoredGroup::serial)
            .filter(serial::equals)
            .isPresent();
    if (current) {
      groups.renew(groupId, ROUTE);
    }
  }

  private void ownerHasTo(StoredCertificate certificate) {
    records
        .database()
        .transaction(
            handle -> {
              records.audit(
                  handle,
                  AuditNote.of(ROUTE, AuditAction.RenewalDue)
                      .withEntityId(certificate.entityId())
                      .withGroupId(certificate.issuerId())
                      .withSerial(certificate.serial())
                      .withDetail("expires " + certificate.validity().notAfter()));
              return true;
            });
  }
}
