package org.bactrian.cloud.vault;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.bactrian.cloud.vault.certificate.CertificateIssuer;
import org.bactrian.cloud.vault.certificate.CertificateParts;
import org.bactrian.cloud.vault.certificate.DistributionUrls;
import org.bactrian.cloud.vault.certificate.RevocationListParts;
import org.bactrian.cloud.vault.certificate.Validity;
import org.bactrian.cloud.vault.contract.RevocationReason;
import org.bactrian.cloud.vault.contract.SignatureAlgorithm;
import org.bactrian.cloud.vault.contract.TrustGroupModel;
import org.bactrian.cloud.vault.key.AuthorityKey;
import org.bactrian.cloud.vault.key.AuthorityKeys;
import org.bactrian.cloud.vault.key.KeySize;
import org.bactrian.cloud.vault.store.StoredCertificate;
import org.bactrian.cloud.vault.store.StoredCertificateBuilder;
import org.bactrian.cloud.vault.store.StoredGroup;
import org.bactrian.cloud.vault.store.WorkStep;
import org.bactrian.model.registry.Sha1Text;
import org.jdbi.v3.core.Handle;

/**
 * Authorities of trust groups: their keys, certificates, signatures and revocation lists. What is
 * begun is in the database before a key signs, so that another replica ends it. Safe for use by
 * many threads and replicas; calls block.
 */
final class GroupAuthorities {

  /** Time after which another replica ends what this one began; it is through long before. */
  private static final Duration HANDOVER = Duration.ofMinutes(2);

  private static final int SERIAL_BYTES = 16;

  private final VaultRecords records;
  private final AuthorityKeys keys;
  private final DistributionUrls urls;
  private final SecureRandom random = new SecureRandom();

  GroupAuthorities(VaultRecords records, AuthorityKeys keys, DistributionUrls urls) {
    this.records = records;
    this.keys = keys;
    this.urls = urls;
  }

  DistributionUrls urls() {
    return urls;
  }

  /** Name of the key of a group in Key Vault. */
  static String keyName(String groupId) {
    return "group-" + groupId;
  }

  /**
   * A serial number that nobody else gives away: 126 random bits, of 16 bytes that neither begin
   * with zeros nor are negative.
   */
  BigInteger newSerial() {
    byte[] bytes = new byte[SERIAL_BYTES];
    random.nextBytes(bytes);
    bytes[0] = (byte) (0x40 | (bytes[0] & 0x3f));
    return new BigInteger(1, bytes);
  }

  /** Returns a group that issues. */
  StoredGroup get(String groupId) {
    return find(groupId)
        .filter(group -> group.state() == StoredGroup.State.ACTIVE)
        .orElseThrow(() -> VaultFaults.noGroup(groupId));
  }

  private Optional<StoredGroup> find(String groupId) {
    return VaultRecords.isId(groupId)
        ? records.database().read(handle -> records.groups().find(handle, groupId))
        : Optional.empty();
  }

  /**
   * Does what is missing of a group: its key, its certificate, a signature that was begun, its
   * revocation list.
   */
  void establish(String groupId) {
    Optional<StoredGroup> found = find(groupId);
    if (found.isEmpty()) {
      return;
    }
    StoredGroup group = found.get();
    TrustGroupModel model = group.model();
    if (group.keyId() == null) {
      String keyId = key(group).id();
      records
          .database()
          .transaction(
              handle -> {
                records.groups().putKey(handle, groupId, keyId);
                return true;
              });
      group = find(groupId).orElse(group);
    }
    Optional<StoredCertificate> begun =
        records.database().read(handle -> records.certificates().reservedOfGroup(handle, groupId));
    if (begun.isEmpty() && group.serial() == null) {
      begun = Optional.of(reserve(group, model));
    }
    if (begun.isPresent()) {
      String serial = begun.get().serial();
      sign(begun.get());
      records
          .database()
          .transaction(
              handle -> {
                records.certificates().issue(handle, serial);
                records.groups().putCertificate(handle, groupId, serial);
                // Its list ends with the former certificate, and a replica may die right here.
                records.due(handle, WorkStep.REVOCATION, groupId);
                return true;
              });
      renewList(groupId);
      return;
    }
    if (group.crl() == null) {
      renewList(groupId);
    }
  }

  /** Begins another certificate of a group, which {@link #establish} makes. */
  void beginRenewal(String groupId) {
    StoredGroup group = get(groupId);
    boolean begun =
        records
            .database()
            .read(handle -> records.certificates().reservedOfGroup(handle, groupId))
            .isPresent();
    if (!begun) {
      reserve(group, group.model());
    }
  }

  private StoredCertificate reserve(StoredGroup group, TrustGroupModel model) {
    // Key Vault may have made a newer version of the key, which nothing was signed with.
    PublicKey key =
        group.serial() == null ? key(group).publicKey() : certificate(group).getPublicKey();
    Instant now = records.now();
    Validity wanted = Validity.of(model.lifetime(), now);
    CertificateIssuer issuer;
    BigInteger serial = newSerial();
    if (group.isRoot()) {
      issuer =
          new CertificateIssuer(
              TrustGroupRules.distinguishedName("subjectName", model.subjectName()),
              key,
              wanted,
              CertificateParts.serial(serial),
              model.signatureAlgorithm());
    } else {
      issuer = validIssuer(get(group.issuerId()));
    }
    Validity validity = wanted.within(issuer.validity());
    byte[] part =
        CertificateParts.ofAuthority(
            issuer,
            serial,
            validity,
            TrustGroupRules.distinguishedName("subjectName", model.subjectName()),
            key,
            urls);
    StoredCertificate reserved =
        StoredCertificateBuilder.builder()
            .serial(CertificateParts.serial(serial))
            .issuerId(group.issuerId())
            .state(StoredCertificate.State.RESERVED)
            .groupId(group.id())
            .signedPart(part)
            .signature(issuer.algorithm())
            .validity(validity)
            .created(now)
            .build();
    records
        .database()
        .transaction(
            handle -> {
              records.work().put(handle, WorkStep.GROUP, group.id(), now.plus(HANDOVER));
              return records.certificates().reserve(handle, reserved);
            });
    return reserved;
  }

  private AuthorityKey key(StoredGroup group) {
    return keys.create(
        keyName(group.id()),
        new KeySize(group.model().signatureAlgorithm().isCurve(), group.model().keySize()));
  }

  /** The authority of a group that issues. */
  CertificateIssuer issuer(StoredGroup group) {
    return CertificateIssuer.of(certificate(group), group.model().issuedSignatureAlgorithm());
  }

  /**
   * The authority of a group whose certificate has not expired.
   *
   * @throws org.bactrian.model.fault.OperationException of kind INVALID_STATE when it has, so that
   *     what it issued would have ended before it began
   */
  CertificateIssuer validIssuer(StoredGroup group) {
    CertificateIssuer issuer = issuer(group);
    if (!issuer.validity().notAfter().isAfter(records.now())) {
      throw VaultFaults.invalidState(
          "The certificate of group %s has expired on %s. POST /vault/v2/groups/%s/renew renews it."
              .formatted(group.id(), issuer.validity().notAfter(), group.id()));
    }
    return issuer;
  }

  /** The certificate of a group that issues. */
  X509Certificate certificate(StoredGroup group) {
    String serial = Objects.requireNonNull(group.serial(), "certificate of a group that issues");
    return CertificateParts.read(
        records
            .database()
            .read(handle -> records.certificates().find(handle, serial))
            .orElseThrow(() -> VaultFaults.noCertificate(serial))
            .der());
  }

  /** A group that issues and its parents, up to the root. */
  List<StoredGroup> chain(StoredGroup group) {
    List<StoredGroup> chain = new ArrayList<>(List.of(group));
    for (String parent = group.model().parentId(); parent != null; ) {
      StoredGroup next = get(parent);
      chain.add(next);
      parent = next.model().parentId();
    }
    return chain;
  }

  /** Signs a certificate whose serial number was given away, unless it was, and keeps it. */
  void sign(StoredCertificate reserved) {
    if (reserved.certificate() != null) {
      return;
    }
    byte[] der = sign(issuingKey(reserved.issuerId()), reserved.signature(), reserved.signedPart());
    records
        .database()
        .transaction(
            handle -> {
              records
                  .certificates()
                  .put(handle, reserved.serial(), der, Sha1Text.of(der).toUpperCase(Locale.ROOT));
              return true;
            });
  }

  private String issuingKey(String groupId) {
    StoredGroup issuer = find(groupId).orElseThrow(() -> VaultFaults.noGroup(groupId));
    return Objects.requireNonNull(issuer.keyId(), "key of a group that issues");
  }

  private byte[] sign(String keyId, SignatureAlgorithm algorithm, byte[] part) {
    return CertificateParts.signed(part, algorithm, keys.sign(keyId, algorithm, part));
  }

  /**
   * Makes the revocation list of a group anew. Of two replicas that do it at once, the list of the
   * greater number stays, and it has everything that was revoked before.
   */
  void renewList(String groupId) {
    Optional<StoredGroup> found = find(groupId);
    if (found.isEmpty() || found.get().serial() == null) {
      return;
    }
    CertificateIssuer issuer = issuer(found.get());
    record Begun(long number, List<RevocationListParts.Revoked> revoked) {}
    Begun begun =
        records
            .database()
            .transaction(
                handle ->
                    new Begun(
                        records.groups().nextCrlNumber(handle, groupId),
                        records.certificates().revoked(handle, groupId)));
    byte[] part = RevocationListParts.of(issuer, begun.number(), begun.revoked(), records.now());
    byte[] crl = sign(issuingKey(groupId), issuer.algorithm(), part);
    records
        .database()
        .transaction(
            handle -> {
              records.groups().putCrl(handle, groupId, begun.number(), crl);
              records.certificateChanged(handle, groupId);
              return true;
            });
  }

  /**
   * Makes the revocation list of a group anew, unless the one that it has holds all that it has to.
   */
  void completeList(String groupId) {
    Optional<StoredGroup> found = find(groupId);
    boolean complete =
        found.isPresent()
            && found.get().serial() != null
            && found.get().crl() != null
            && RevocationListParts.isComplete(
                VaultCertificates.crl(found.get()),
                issuer(found.get()),
                records.database().read(handle -> records.certificates().revoked(handle, groupId)));
    if (!complete) {
      renewList(groupId);
    }
  }

  /**
   * Gives up a group that is being made, or one that is there: its certificates are revoked, its
   * key is deleted.
   *
   * @param handle transaction of it
   */
  void abandon(Handle handle, StoredGroup group, RevocationReason reason) {
    records.groups().delete(handle, group.id());
    List<StoredCertificate> issued =
        new ArrayList<>(records.certificates().issuedOfGroup(handle, group.id()));
    records.certificates().reservedOfGroup(handle, group.id()).ifPresent(issued::add);
    for (StoredCertificate one : issued) {
      records.certificates().revoke(handle, one.serial(), reason, records.now());
    }
    if (!group.isRoot() && !issued.isEmpty()) {
      records.due(handle, WorkStep.REVOCATION, group.issuerId());
    }
    records.due(handle, WorkStep.KEY, keyName(group.id()));
    records.work().remove(handle, WorkStep.GROUP, group.id());
  }
}
