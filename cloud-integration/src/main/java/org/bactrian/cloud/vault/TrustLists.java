package org.bactrian.cloud.vault;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/**
 * The bean {@code vaultTrust}: whom entities trust. An entity trusts what its relations name, and
 * what those of the group name that issued its certificate. To trust a group is to trust all that
 * it issues; to trust another entity is to trust the certificate that it has now.
 */
public final class TrustLists {

  private static final String LIST = "TrustedCertificate";
  private static final int MAX_TRUSTED = 10_000;

  private final VaultRecords records;
  private final VaultEntities entities;
  private final GroupAuthorities authorities;

  TrustLists(VaultRecords records, VaultEntities entities, GroupAuthorities authorities) {
    this.records = records;
    this.entities = entities;
    this.authorities = authorities;
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
              if (records.trust().add(handle, entityId, trustedEntityId)) {
                changed(
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
    records
        .database()
        .transaction(
            handle -> {
              // The list that it has now is made without this one, also when it was the last.
              records.trustChanged(handle);
              if (records.trust().remove(handle, entityId, untrustedEntityId)) {
                changed(
                    handle,
                    AuditAction.TrustRemoved,
                    entityId,
                    untrustedEntityId,
                    VaultCaller.of(caller, address));
              }
              return true;
            });
  }

  private void changed(
      Handle handle, AuditAction action, String entityId, String other, VaultCaller caller) {
    records.trustChanged(handle);
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

  /** Trust list of an entity, as it is brought to its PKI. */
  public TrustedPeers peers(@Header("entityId") String entityId) {
    Set<String> holders = new LinkedHashSet<>(List.of(entityId));
    entities.find(entityId).ifPresent(entity -> holders.addAll(entity.aliases()));
    current(entityId).ifPresent(one -> holders.add(one.issuerId()));
    Set<String> trusted = new LinkedHashSet<>();
    for (String holder : holders) {
      trusted.addAll(
          records
              .database()
              .read(handle -> records.trust().trusted(handle, holder, "", MAX_TRUSTED)));
    }
    Map<String, byte[]> certificates = new LinkedHashMap<>();
    Map<String, byte[]> crls = new LinkedHashMap<>();
    Map<String, StoredGroup> issuers = new LinkedHashMap<>();
    for (String id : trusted) {
      Optional<StoredGroup> group = group(id);
      if (group.isPresent()) {
        certificates.put(id, VaultCertificates.encoded(authorities.certificate(group.get())));
        crls.put(id, VaultCertificates.crl(group.get()));
        authorities.chain(group.get()).forEach(one -> issuers.put(one.id(), one));
      } else {
        current(id)
            .ifPresent(
                one -> {
                  certificates.put(id, one.der());
                  group(one.issuerId())
                      .ifPresent(
                          issuer ->
                              authorities
                                  .chain(issuer)
                                  .forEach(parent -> issuers.put(parent.id(), parent)));
                });
      }
    }
    List<StoredGroup> others =
        issuers.values().stream().filter(one -> !certificates.containsKey(one.id())).toList();
    return new TrustedPeers(
        List.copyOf(certificates.values()),
        List.copyOf(crls.values()),
        others.stream()
            .map(one -> VaultCertificates.encoded(authorities.certificate(one)))
            .toList(),
        others.stream().map(VaultCertificates::crl).toList());
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
            : records.database().read(handle -> records.groups().list(handle, "", MAX_TRUSTED));
    return new EntityGroups(
        groups.stream()
            .map(one -> new EntityGroup(one.id(), one.model().name(), one.model().type()))
            .toList());
  }
}
