package org.bactrian.cloud.vault.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bactrian.cloud.storage.SqlTime;
import org.bactrian.cloud.vault.contract.SignatureAlgorithm;
import org.bactrian.cloud.vault.contract.TrustGroupModel;
import org.bactrian.cloud.vault.contract.TrustGroupModelBuilder;
import org.bactrian.cloud.vault.contract.TrustGroupType;
import org.jdbi.v3.core.Handle;

/** Rows of trust groups. */
public final class GroupStore {

  private static final String SELECT = "select * from vault_group where group_id = :id";

  /** Finds a group that was not deleted. */
  public Optional<StoredGroup> find(Handle handle, String id) {
    return handle
        .createQuery(SELECT + " and state <> 'DELETED'")
        .bind("id", id)
        .map((row, context) -> group(row))
        .findOne();
  }

  /** Finds a group that was not deleted, which nobody else changes until the transaction ends. */
  public Optional<StoredGroup> findForUpdate(Handle handle, String id) {
    handle.createQuery(SELECT + " for update").bind("id", id).mapToMap().list();
    return find(handle, id);
  }

  /**
   * Issuers of all groups that were not deleted, by the ids of the groups; that of a root is empty.
   */
  public Map<String, String> parents(Handle handle) {
    Map<String, String> parents = new HashMap<>();
    handle
        .createQuery("select group_id, parent_id from vault_group where state != 'DELETED'")
        .map(
            (row, context) ->
                Map.entry(
                    row.getString("group_id"),
                    Objects.requireNonNullElse(row.getString("parent_id"), "")))
        .forEach(one -> parents.put(one.getKey(), one.getValue()));
    return parents;
  }

  /**
   * A group that issues.
   *
   * @param group the group
   * @param certificate the certificate that it has now, DER
   */
  public record Authority(StoredGroup group, byte[] certificate) {}

  /** Groups that issue, among some ids. */
  public List<Authority> authorities(Handle handle, Collection<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(
            "select g.*, c.certificate from vault_group g join vault_certificate c"
                + " on c.serial = g.serial where g.state = 'ACTIVE' and g.group_id in (<ids>)"
                + " order by g.group_id")
        .bindList("ids", List.copyOf(ids))
        .map((row, context) -> new Authority(group(row), row.getBytes("certificate")))
        .list();
  }

  /** Groups that issue, in the order of their ids, after an id. */
  public List<StoredGroup> list(Handle handle, String after, int size) {
    return handle
        .createQuery(
            "select * from vault_group where state = 'ACTIVE' and group_id > :after"
                + " order by group_id limit :size")
        .bind("after", after)
        .bind("size", size)
        .map((row, context) -> group(row))
        .list();
  }

  /** Returns whether a group has sub-groups. */
  public boolean hasChildren(Handle handle, String id) {
    return handle
            .createQuery(
                "select count(*) from vault_group where parent_id = :id and state <> 'DELETED'")
            .bind("id", id)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  /** Adds a group that is being made. */
  public void insert(Handle handle, String id, TrustGroupModel model, Instant now) {
    handle
        .createUpdate(
            """
            insert into vault_group (group_id, parent_id, state, name, subject, lifetime, key_size,
              signature, issued_lifetime, issued_key_size, issued_signature, crl_number,
              stored_crl_number, created_at)
            values (:id, :parent, 'CREATING', :name, :subject, :lifetime, :keySize, :signature,
              :issuedLifetime, :issuedKeySize, :issuedSignature, 0, 0, :now)
            """)
        .bind("id", id)
        .bind("parent", model.parentId())
        .bind("name", model.name())
        .bind("subject", model.subjectName())
        .bind("lifetime", model.lifetime().toNanos())
        .bind("keySize", model.keySize())
        .bind("signature", model.signatureAlgorithm().name())
        .bind("issuedLifetime", model.issuedLifetime().toNanos())
        .bind("issuedKeySize", model.issuedKeySize())
        .bind("issuedSignature", model.issuedSignatureAlgorithm().name())
        .bind("now", SqlTime.of(now))
        .execute();
  }

  /** Changes what a group issues, and its name. */
  public void update(Handle handle, String id, TrustGroupModel model) {
    handle
        .createUpdate(
            "update vault_group set name = :name, issued_lifetime = :lifetime,"
                + " issued_key_size = :keySize, issued_signature = :signature"
                + " where group_id = :id")
        .bind("id", id)
        .bind("name", model.name())
        .bind("lifetime", model.issuedLifetime().toNanos())
        .bind("keySize", model.issuedKeySize())
        .bind("signature", model.issuedSignatureAlgorithm().name())
        .execute();
  }

  /** Notes the key of a group. */
  public void putKey(Handle handle, String id, String keyId) {
    handle
        .createUpdate("update vault_group set key_id = :key where group_id = :id")
        .bind("id", id)
        .bind("key", keyId)
        .execute();
  }

  /** Notes the certificate of a group. */
  public void putCertificate(Handle handle, String id, String serial) {
    handle
        .createUpdate("update vault_group set serial = :serial where group_id = :id")
        .bind("id", id)
        .bind("serial", serial)
        .execute();
  }

  /** Begins another revocation list of a group, which is locked until the transaction ends. */
  public long nextCrlNumber(Handle handle, String id) {
    handle
        .createUpdate("update vault_group set crl_number = crl_number + 1 where group_id = :id")
        .bind("id", id)
        .execute();
    return handle
        .createQuery("select crl_number from vault_group where group_id = :id")
        .bind("id", id)
        .mapTo(Long.class)
        .one();
  }

  /** Keeps a revocation list, unless a later one is kept; a group that has one issues. */
  public void putCrl(Handle handle, String id, long number, byte[] crl) {
    handle
        .createUpdate(
            "update vault_group set crl = :crl, stored_crl_number = :number,"
                + " state = case when state = 'CREATING' then 'ACTIVE' else state end"
                + " where group_id = :id and stored_crl_number < :number")
        .bind("id", id)
        .bind("number", number)
        .bind("crl", crl)
        .execute();
  }

  /** Marks a group as deleted. */
  public void delete(Handle handle, String id) {
    handle
        .createUpdate("update vault_group set state = 'DELETED', crl = null where group_id = :id")
        .bind("id", id)
        .execute();
  }

  private static StoredGroup group(ResultSet row) throws SQLException {
    return new StoredGroup(
        row.getString("group_id"),
        StoredGroup.State.valueOf(row.getString("state")),
        TrustGroupModelBuilder.builder()
            .name(row.getString("name"))
            .parentId(row.getString("parent_id"))
            .type(TrustGroupType.ApplicationInstanceCertificate)
            .subjectName(row.getString("subject"))
            .lifetime(Duration.ofNanos(row.getLong("lifetime")))
            .keySize(row.getInt("key_size"))
            .signatureAlgorithm(SignatureAlgorithm.valueOf(row.getString("signature")))
            .issuedLifetime(Duration.ofNanos(row.getLong("issued_lifetime")))
            .issuedKeySize(row.getInt("issued_key_size"))
            .issuedSignatureAlgorithm(SignatureAlgorithm.valueOf(row.getString("issued_signature")))
            .build(),
        row.getString("key_id"),
        row.getString("serial"),
        row.getBytes("crl"));
  }
}
