package org.bactrian.cloud.vault;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Header;
import org.bactrian.cloud.vault.contract.AuditAction;
import org.bactrian.cloud.vault.contract.CertificatePage;
import org.bactrian.cloud.vault.contract.EntityGroup;
import org.bactrian.cloud.vault.contract.EntityGroups;
import org.bactrian.cloud.vault.contract.TrustedPeers;
import org.bactrian.cloud.vault.store.AuditNote;
import org.bactrian.cloud.vault.store.StoredCertificate;
import org.bactrian.cloud.vault.store.StoredGroup;
import org.bactrian.cloud.vault.store.VaultCaller;
import org.bactrian.model.registry.CertificateInfo;
import org.jdbi.v3.core.Handle;

/** The bean {@code vaultTrust}: relations of trust, which trust lists are made of. */
public final class TrustLists {

  private static final String LIST = "TrustedCertificate";
  private static final int MAX_GROUPS = 10_000;

  private final VaultRecords records;
  private final VaultEntities entities;
  private final GroupAuthorities authorities;
  private final TrustListBuilder lists;

  TrustLists(
      VaultRecords records,
      VaultEntities entities,
      GroupAuthorities authorities,
      TrustListBuilder lists) {
    this.records = records;
    this.entities = entities;
    this.authorities = authorities;
    this.lists = lists;
  }

  /** AddTrustRelationship: lets an entity trust another one. */
  public void addTrustRelationship(
      @Header("entityId") String entityId,
      @Header("trustedEntityId") String trustedEntityId,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    entities.get(entityId);
    entities.get(trustedEntityId);
    records
        .database()
        .transaction(
            handle -> {
              // A list that could not be delivered is sent again also when it has not changed.
              records.relationsChanged(handle, entityId);
              if (records.trust().add(handle, entityId, trustedEntityId)) {
                audit(
                    handle,
                    AuditAction.TrustAdded,
                    entityId,
                    trustedEntityId,
                    VaultCaller.of(caller, address));
              }
              return true;
            });
  }

  /** RemoveTrustRelationship: lets an entity trust another one no more. */
  public void removeTrustRelationship(
      @Header("entityId") String entityId,
      @Header("untrustedEntityId") String untrustedEntityId,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    if (!VaultRecords.isId(entityId) || !VaultRecords.isId(untrustedEntityId)) {
      return;
    }
    records
        .database()
        .transaction(
            handle -> {
              records.relationsChanged(handle, entityId);
              if (records.trust().remove(handle, entityId, untrustedEntityId)) {
                audit(
                    handle,
                    AuditAction.TrustRemoved,
                    entityId,
                    untrustedEntityId,
                    VaultCaller.of(caller, address));
              }
              return true;
            });
  }

  private void audit(
      Handle handle, AuditAction action, String entityId, String other, VaultCaller caller) {
    records.audit(handle, AuditNote.of(caller, action).withEntityId(entityId).withDetail(other));
  }

  /** ListTrustedCertificates: certificates of those that an entity trusts. */
  public CertificatePage listTrustedCertificates(
      @Header("entityId") String entityId,
      @Header("nextPageLink") String nextPageLink,
      @Header("pageSize") Integer pageSize) {
    entities.get(entityId);
    VaultListPage page = VaultListPage.of(LIST, nextPageLink, pageSize);
    List<String> found =
        records
            .database()
            .read(
                handle -> records.trust().trusted(handle, entityId, page.after(), page.size() + 1));
    List<CertificateInfo> certificates = new ArrayList<>();
    for (String trusted : page.shown(found)) {
      certificate(trusted).map(VaultCertificates::info).ifPresent(certificates::add);
    }
    return new CertificatePage(certificates, page.next(found, trusted -> trusted));
  }

  /** The certificate by which an entity or group is trusted now, DER; empty without one. */
  private Optional<byte[]> certificate(String trustedId) {
    Optional<StoredGroup> group = group(trustedId);
    return group.isPresent()
        ? group.map(one -> VaultCertificates.encoded(authorities.certificate(one)))
        : current(trustedId).map(StoredCertificate::der);
  }

  private Optional<StoredGroup> group(String id) {
    return records
        .database()
        .read(handle -> records.groups().find(handle, id))
        .filter(one -> one.state() == StoredGroup.State.ACTIVE);
  }

  /** The certificate that an entity may use now. */
  private Optional<StoredCertificate> current(String entityId) {
    List<String> ids = new ArrayList<>(List.of(entityId));
    entities.find(entityId).ifPresent(entity -> ids.addAll(entity.aliases()));
    return ids.stream()
        .flatMap(
            id ->
                records
                    .database()
                    .read(handle -> records.certificates().latestOfEntity(handle, id))
                    .stream())
        .filter(one -> one.isUsable(records.now()))
        .findFirst();
  }

  /**
   * Trust list of an entity, as it is brought to its PKI.
   *
   * @throws org.bactrian.model.fault.OperationException of kind NOT_FOUND when there is none
   */
  public TrustedPeers peers(@Header("entityId") String entityId) {
    return lists.build(
        entities.subject(entityId).orElseThrow(() -> VaultFaults.noEntity(entityId)));
  }

  /** Hash of a trust list, which tells whether it is the one that was sent last. */
  static String hash(TrustedPeers peers) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (List<byte[]> list :
          List.of(
              peers.trustedCertificates(),
              peers.trustedCrls(),
              peers.issuerCertificates(),
              peers.issuerCrls())) {
        list.stream()
            .map(HexFormat.of()::formatHex)
            .sorted()
            .forEach(entry -> digest.update(entry.getBytes(StandardCharsets.UTF_8)));
        digest.update((byte) '/');
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  /** Groups that have issued to an entity; all groups for one that has no certificate. */
  public EntityGroups groupsOfEntity(@Header("entityId") String entityId) {
    Optional<StoredCertificate> current = current(entityId);
    List<StoredGroup> groups =
        current.isPresent()
            ? group(current.get().issuerId()).stream().toList()
            : records.database().read(handle -> records.groups().list(handle, "", MAX_GROUPS));
    return new EntityGroups(
        groups.stream()
            .map(one -> new EntityGroup(one.id(), one.model().name(), one.model().type()))
            .toList());
  }
}
