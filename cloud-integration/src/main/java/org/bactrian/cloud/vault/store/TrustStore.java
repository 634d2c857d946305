package org.bactrian.cloud.vault.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Rows of who trusts whom. */
public final class TrustStore {

  /**
   * Lets an entity trust another one.
   *
   * @return false when it does already
   */
  public boolean add(Handle handle, String entityId, String trustedId) {
    return handle
            .createUpdate(
                "insert into vault_trust (entity_id, trusted_id) values (:entity, :trusted)"
                    + " on conflict do nothing")
            .bind("entity", entityId)
            .bind("trusted", trustedId)
            .execute()
        == 1;
  }

  /**
   * Lets an entity trust another one no more.
   *
   * @return false when it did not
   */
  public boolean remove(Handle handle, String entityId, String trustedId) {
    return handle
            .createUpdate(
                "delete from vault_trust where entity_id = :entity and trusted_id = :trusted")
            .bind("entity", entityId)
            .bind("trusted", trustedId)
            .execute()
        == 1;
  }

  /**
   * Removes everything about an entity or group, also which list it was sent: one that comes again
   * under the same id has none.
   */
  public void forget(Handle handle, String id) {
    for (String rows :
        List.of(
            "vault_trust where entity_id = :id or trusted_id = :id",
            "vault_trust_sent where entity_id = :id")) {
      handle.createUpdate("delete from " + rows).bind("id", id).execute();
    }
  }

  /** Ids of those that an entity trusts, in the order of their ids, after an id. */
  public List<String> trusted(Handle handle, String entityId, String after, int size) {
    return handle
        .createQuery(
            "select trusted_id from vault_trust where entity_id = :entity"
                + " and trusted_id > :after order by trusted_id limit :size")
        .bind("entity", entityId)
        .bind("after", after)
        .bind("size", size)
        .mapTo(String.class)
        .list();
  }

  /**
   * Relations of several entities or groups.
   *
   * @param holderId who trusts
   * @param trustedId who is trusted
   */
  public record Relation(String holderId, String trustedId) {}

  /** Relations of entities and groups, at most so many. */
  public List<Relation> relations(Handle handle, Collection<String> holderIds, int most) {
    return handle
        .createQuery(
            "select entity_id, trusted_id from vault_trust where entity_id in (<ids>)"
                + " order by trusted_id, entity_id limit :most")
        .bindList("ids", List.copyOf(holderIds))
        .bind("most", most)
        .map(
            (row, context) -> new Relation(row.getString("entity_id"), row.getString("trusted_id")))
        .list();
  }

  /** Entities that a group has issued to. */
  public List<String> issuedTo(Handle handle, String groupId) {
    return handle
        .createQuery(
            "select distinct entity_id from vault_certificate"
                + " where issuer_id = :group and entity_id is not null")
        .bind("group", groupId)
        .mapTo(String.class)
        .list();
  }

  /**
   * Entities whose trust lists have an entry of one of some entities or groups: those that trust
   * it, or a certificate that it has issued, themselves or by their own group; and those that it
   * has issued to, whose servers and modules need its revocation list. Groups may be among them,
   * and whoever trusts an entity without a certificate, such as an endpoint, which has that of its
   * application.
   */
  public List<String> naming(Handle handle, Collection<String> ids) {
    String named =
        """
        (t.trusted_id in (<ids>)
          or t.trusted_id in (select c.entity_id from vault_certificate c where c.issuer_id in (<ids>))
          or not exists (select 1 from vault_certificate c where c.entity_id = t.trusted_id)
          and not exists (select 1 from vault_group g where g.group_id = t.trusted_id))
        """;
    return handle
        .createQuery(
            "select t.entity_id from vault_trust t where "
                + named
                + " union select c.entity_id from vault_certificate c"
                + " where c.issuer_id in (<ids>) and c.entity_id is not null"
                + " union select m.entity_id from vault_certificate m join vault_trust t"
                + " on t.entity_id = m.issuer_id where m.entity_id is not null and "
                + named)
        .bindList("ids", List.copyOf(ids))
        .mapTo(String.class)
        .list();
  }

  /** Hash of the list that an entity was sent last; empty for none. */
  public Optional<String> sent(Handle handle, String entityId) {
    return handle
        .createQuery("select list_hash from vault_trust_sent where entity_id = :entity")
        .bind("entity", entityId)
        .mapTo(String.class)
        .findOne();
  }

  /** Those among some entities that were sent a list. */
  public List<String> sentTo(Handle handle, Collection<String> entityIds) {
    return entityIds.isEmpty()
        ? List.of()
        : handle
            .createQuery("select entity_id from vault_trust_sent where entity_id in (<ids>)")
            .bindList("ids", List.copyOf(entityIds))
            .mapTo(String.class)
            .list();
  }

  /**
   * Notes the list that an entity was sent.
   *
   * @param before hash of the list that it was sent before; empty for none
   * @return false when it was sent yet another one meanwhile, so that nobody knows which it has
   */
  public boolean putSent(Handle handle, String entityId, String before, String hash) {
    String sql =
        before.isEmpty()
            ? "insert into vault_trust_sent (entity_id, list_hash) values (:entity, :hash)"
                + " on conflict do nothing"
            : "update vault_trust_sent set list_hash = :hash"
                + " where entity_id = :entity and list_hash = :before";
    boolean noted =
        handle
                .createUpdate(sql)
                .bind("entity", entityId)
                .bind("hash", hash)
                .bindMap(before.isEmpty() ? Map.of() : Map.of("before", before))
                .execute()
            == 1;
    if (noted || sent(handle, entityId).filter(hash::equals).isPresent()) {
      return true;
    }
    // What no list has: whoever has read the former hash must not take this for the same.
    handle
        .createUpdate("update vault_trust_sent set list_hash = :none where entity_id = :entity")
        .bind("none", UUID.randomUUID().toString())
        .bind("entity", entityId)
        .execute();
    return false;
  }
}
