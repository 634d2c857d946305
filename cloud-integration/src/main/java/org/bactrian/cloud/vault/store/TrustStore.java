package org.bactrian.cloud.vault.store;

import java.util.List;
import java.util.Optional;
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

  /** Removes everything about an entity or group. */
  public void forget(Handle handle, String id) {
    handle
        .createUpdate("delete from vault_trust where entity_id = :id or trusted_id = :id")
        .bind("id", id)
        .execute();
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
   * Entities that have a trust list: those that trust somebody, and those that a group which trusts
   * somebody has issued to. Groups themselves are among them.
   */
  public List<String> withLists(Handle handle) {
    return handle
        .createQuery(
            """
            select entity_id from vault_trust
            union
            select c.entity_id from vault_certificate c join vault_trust t
              on t.entity_id = c.issuer_id where c.entity_id is not null
            """)
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

  /** Notes the list that an entity was sent. */
  public void putSent(Handle handle, String entityId, String hash) {
    int updated =
        handle
            .createUpdate("update vault_trust_sent set list_hash = :hash where entity_id = :entity")
            .bind("entity", entityId)
            .bind("hash", hash)
            .execute();
    if (updated == 0) {
      handle
          .createUpdate(
              "insert into vault_trust_sent (entity_id, list_hash) values (:entity, :hash)"
                  + " on conflict do nothing")
          .bind("entity", entityId)
          .bind("hash", hash)
          .execute();
    }
  }
}
