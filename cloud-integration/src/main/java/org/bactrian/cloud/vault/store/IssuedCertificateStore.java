package org.bactrian.cloud.vault.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bactrian.cloud.storage.SqlTime;
import org.bactrian.cloud.vault.certificate.RevocationListParts;
import org.bactrian.cloud.vault.certificate.Validity;
import org.bactrian.cloud.vault.contract.RevocationReason;
import org.bactrian.cloud.vault.contract.SignatureAlgorithm;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of certificates. */
public final class IssuedCertificateStore {

  /** Finds a certificate. */
  public Optional<StoredCertificate> find(Handle handle, String serial) {
    return one(handle, "serial = :key", serial);
  }

  /** Finds the certificate of a request. */
  public Optional<StoredCertificate> ofRequest(Handle handle, String requestId) {
    return one(handle, "request_id = :key", requestId);
  }

  /** The certificate of an entity that was issued last, revoked or not. */
  public Optional<StoredCertificate> latestOfEntity(Handle handle, String entityId) {
    return one(
        handle,
        "entity_id = :key and state <> 'RESERVED' order by created_at desc limit 1",
        entityId);
  }

  /**
   * A certificate of an entity.
   *
   * @param certificate the certificate
   * @param delivered whether the entity has it
   */
  private record OfEntity(StoredCertificate certificate, boolean delivered) {}

  /**
   * Certificates that entities may be using, revoked or not, by the ids of the entities: the one
   * that was delivered last, and those that were made after it; the newest come first.
   */
  public Map<String, List<StoredCertificate>> inUse(Handle handle, Collection<String> entityIds) {
    Map<String, List<StoredCertificate>> inUse = new HashMap<>();
    if (entityIds.isEmpty()) {
      return inUse;
    }
    Set<String> ended = new HashSet<>();
    List<OfEntity> all =
        handle
            .createQuery(
                "select c.*, r.delivered from vault_certificate c left join vault_request r"
                    + " on r.request_id = c.request_id where c.entity_id in (<ids>)"
                    + " and c.state != 'RESERVED' order by c.created_at desc")
            .bindList("ids", List.copyOf(entityIds))
            .map(
                (row, context) -> {
                  // Requests are deleted once their certificates were delivered.
                  boolean delivered = row.getBoolean("delivered") || row.wasNull();
                  return new OfEntity(certificate(row), delivered);
                })
            .list();
    for (OfEntity one : all) {
      String entity = String.valueOf(one.certificate().entityId());
      if (!ended.contains(entity)) {
        inUse.computeIfAbsent(entity, id -> new ArrayList<>()).add(one.certificate());
        if (one.delivered()) {
          ended.add(entity);
        }
      }
    }
    return inUse;
  }

  /** The certificate of a group that is being signed. */
  public Optional<StoredCertificate> reservedOfGroup(Handle handle, String groupId) {
    return one(
        handle, "group_id = :key and state = 'RESERVED' order by created_at desc limit 1", groupId);
  }

  /** Certificates of a group that were issued and not revoked. */
  public List<StoredCertificate> issuedOfGroup(Handle handle, String groupId) {
    return handle
        .createQuery("select * from vault_certificate where group_id = :key and state = 'ISSUED'")
        .bind("key", groupId)
        .map((row, context) -> certificate(row))
        .list();
  }

  private static Optional<StoredCertificate> one(Handle handle, String condition, String key) {
    return handle
        .createQuery("select * from vault_certificate where " + condition)
        .bind("key", key)
        .map((row, context) -> certificate(row))
        .findOne();
  }

  /**
   * Gives a serial number away.
   *
   * @return false when the request has another certificate already
   */
  public boolean reserve(Handle handle, StoredCertificate certificate) {
    return handle
            .createUpdate(
                """
                insert into vault_certificate (serial, issuer_id, state, request_id, entity_id,
                  group_id, signed_part, signature, not_before, not_after, created_at,
                  renewal_noted)
                values (:serial, :issuer, 'RESERVED', :request, :entity, :group, :part, :signature,
                  :notBefore, :notAfter, :created, false)
                on conflict do nothing
                """)
            .bind("serial", certificate.serial())
            .bind("issuer", certificate.issuerId())
            .bind("request", certificate.requestId())
            .bind("entity", certificate.entityId())
            .bind("group", certificate.groupId())
            .bind("part", certificate.signedPart())
            .bind("signature", certificate.signature().name())
            .bind("notBefore", SqlTime.of(certificate.validity().notBefore()))
            .bind("notAfter", SqlTime.of(certificate.validity().notAfter()))
            .bind("created", SqlTime.of(certificate.created()))
            .execute()
        == 1;
  }

  /** Keeps a certificate that was signed, unless one of this number is kept. */
  public void put(Handle handle, String serial, byte[] der, String thumbprint) {
    handle
        .createUpdate(
            "update vault_certificate set certificate = :der, thumbprint = :thumbprint"
                + " where serial = :serial and certificate is null")
        .bind("serial", serial)
        .bind("der", der)
        .bind("thumbprint", thumbprint)
        .execute();
  }

  /**
   * Gives a certificate that was signed to its subject; one that was revoked meanwhile stays so.
   */
  public void issue(Handle handle, String serial) {
    handle
        .createUpdate(
            "update vault_certificate set state = 'ISSUED'"
                + " where serial = :serial and state = 'RESERVED'")
        .bind("serial", serial)
        .execute();
  }

  /**
   * Revokes a certificate, signed or not.
   *
   * @return false when it was revoked before
   */
  public boolean revoke(Handle handle, String serial, RevocationReason reason, Instant now) {
    return handle
            .createUpdate(
                "update vault_certificate set state = 'REVOKED', revoked_at = :now,"
                    + " reason = :reason where serial = :serial and state <> 'REVOKED'")
            .bind("serial", serial)
            .bind("reason", reason.name())
            .bind("now", SqlTime.of(now))
            .execute()
        == 1;
  }

  /** Certificates that the revocation list of a group has to hold. */
  public List<RevocationListParts.Revoked> revoked(Handle handle, String issuerId) {
    return handle
        .createQuery(
            "select serial, revoked_at, reason from vault_certificate"
                + " where issuer_id = :issuer and state = 'REVOKED' order by revoked_at, serial")
        .bind("issuer", issuerId)
        .map(
            (row, context) ->
                new RevocationListParts.Revoked(
                    row.getString("serial"),
                    SqlTime.instant(row.getLong("revoked_at")),
                    RevocationReason.valueOf(row.getString("reason"))))
        .list();
  }

  /**
   * Certificates that expire before a time, were accepted and not revoked, and of which it was not
   * noted that they are to be renewed.
   */
  public List<StoredCertificate> expiring(Handle handle, Instant before, int most) {
    return handle
        .createQuery(
            """
            select * from vault_certificate where state = 'ISSUED' and not renewal_noted
            and not_after < :before and not exists (
              select r.request_id from vault_request r
              where r.request_id = vault_certificate.request_id and r.state <> 'Accepted')
            order by not_after limit :most
            """)
        .bind("before", SqlTime.of(before))
        .bind("most", most)
        .map((row, context) -> certificate(row))
        .list();
  }

  /** Notes that a certificate is being renewed, or that its owner was told. */
  public boolean noteRenewal(Handle handle, String serial) {
    return handle
            .createUpdate(
                "update vault_certificate set renewal_noted = true"
                    + " where serial = :serial and not renewal_noted")
            .bind("serial", serial)
            .execute()
        == 1;
  }

  private static StoredCertificate certificate(ResultSet row) throws SQLException {
    return StoredCertificateBuilder.builder()
        .serial(row.getString("serial"))
        .issuerId(row.getString("issuer_id"))
        .state(StoredCertificate.State.valueOf(row.getString("state")))
        .requestId(row.getString("request_id"))
        .entityId(row.getString("entity_id"))
        .groupId(row.getString("group_id"))
        .signedPart(row.getBytes("signed_part"))
        .signature(SignatureAlgorithm.valueOf(row.getString("signature")))
        .certificate(row.getBytes("certificate"))
        .validity(
            new Validity(
                SqlTime.instant(row.getLong("not_before")),
                SqlTime.instant(row.getLong("not_after"))))
        .created(SqlTime.instant(row.getLong("created_at")))
        .revoked(instant(row, "revoked_at"))
        .build();
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long nanos = row.getLong(column);
    return row.wasNull() ? null : SqlTime.instant(nanos);
  }
}
