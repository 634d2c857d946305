package org.bactrian.cloud.vault.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.storage.SqlTime;
import org.bactrian.cloud.vault.contract.AuditAction;
import org.bactrian.cloud.vault.contract.AuditEntry;
import org.bactrian.cloud.vault.contract.AuditEntryBuilder;
import org.jdbi.v3.core.Handle;

/** Rows of the audit. */
public final class AuditStore {

  /**
   * Writes what was done, in the transaction that does it.
   *
   * @return number of the entry
   */
  public long add(Handle handle, AuditNote note, Instant now) {
    return handle
        .createUpdate(
            """
            insert into vault_audit (done_at, authority, address, action, request_id, entity_id,
              group_id, serial, detail)
            values (:now, :authority, :address, :action, :request, :entity, :group, :serial,
              :detail)
            """)
        .bind("now", SqlTime.of(now))
        .bind("authority", note.caller().name())
        .bind("address", note.caller().address())
        .bind("action", note.action().name())
        .bind("request", note.requestId())
        .bind("entity", note.entityId())
        .bind("group", note.groupId())
        .bind("serial", note.serial())
        .bind("detail", note.detail())
        .executeAndReturnGeneratedKeys("audit_id")
        .mapTo(Long.class)
        .one();
  }

  /** Entries in their order, after a number. */
  public List<AuditEntry> list(Handle handle, long after, int size) {
    return handle
        .createQuery(
            "select * from vault_audit where audit_id > :after order by audit_id limit :size")
        .bind("after", after)
        .bind("size", size)
        .map((row, context) -> entry(row))
        .list();
  }

  /** Finds an entry. */
  public Optional<AuditEntry> find(Handle handle, long id) {
    return handle
        .createQuery("select * from vault_audit where audit_id = :id")
        .bind("id", id)
        .map((row, context) -> entry(row))
        .findOne();
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return AuditEntryBuilder.builder()
        .id(row.getLong("audit_id"))
        .time(SqlTime.instant(row.getLong("done_at")))
        .authorityId(row.getString("authority"))
        .address(row.getString("address"))
        .action(AuditAction.valueOf(row.getString("action")))
        .requestId(row.getString("request_id"))
        .entityId(row.getString("entity_id"))
        .groupId(row.getString("group_id"))
        .serialNumber(row.getString("serial"))
        .detail(row.getString("detail"))
        .build();
  }
}
