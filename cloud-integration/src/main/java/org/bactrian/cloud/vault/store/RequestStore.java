package org.bactrian.cloud.vault.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.storage.SqlTime;
import org.bactrian.cloud.vault.contract.CertificateRequestQuery;
import org.bactrian.cloud.vault.contract.CertificateRequestState;
import org.bactrian.cloud.vault.contract.CertificateRequestType;
import org.bactrian.cloud.vault.contract.VaultOperationContext;
import org.bactrian.model.registry.RegistryJson;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of requests for certificates. */
public final class RequestStore {

  private static final String SELECT = "select * from vault_request where request_id = :id";

  /** Finds a request. */
  public Optional<StoredRequest> find(Handle handle, String id) {
    return handle.createQuery(SELECT).bind("id", id).map((row, context) -> request(row)).findOne();
  }

  /** Finds a request, which nobody else changes until the transaction ends. */
  public Optional<StoredRequest> findForUpdate(Handle handle, String id) {
    return handle
        .createQuery(SELECT + " for update")
        .bind("id", id)
        .map((row, context) -> request(row))
        .findOne();
  }

  /** Requests in the order of their ids, after an id. */
  public List<StoredRequest> list(
      Handle handle, CertificateRequestQuery query, String after, int size) {
    String sql = "select * from vault_request where request_id > :after";
    sql += query.entityId() == null ? "" : " and entity_id = :entity";
    sql += query.state() == null ? "" : " and state = :state";
    var statement =
        handle
            .createQuery(sql + " order by request_id limit :size")
            .bind("after", after)
            .bind("size", size);
    if (query.entityId() != null) {
      statement.bind("entity", query.entityId());
    }
    if (query.state() != null) {
      statement.bind("state", query.state().name());
    }
    return statement.map((row, context) -> request(row)).list();
  }

  /** Returns whether a group has issued to an entity before, in a request that was accepted. */
  public boolean isMember(Handle handle, String entityId, String groupId) {
    return handle
            .createQuery(
                "select count(*) from vault_request r join vault_certificate c"
                    + " on c.request_id = r.request_id where r.entity_id = :entity"
                    + " and r.group_id = :group and r.state = 'Accepted'"
                    + " and c.certificate is not null")
            .bind("entity", entityId)
            .bind("group", groupId)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  /** Requests of entities whose certificates were accepted and have not been delivered. */
  public List<String> undelivered(Handle handle, Collection<String> entityIds) {
    return entityIds.isEmpty()
        ? List.of()
        : handle
            .createQuery(
                "select r.request_id from vault_request r join vault_certificate c"
                    + " on c.request_id = r.request_id where r.entity_id in (<ids>)"
                    + " and r.state = 'Accepted' and not r.delivered and c.state = 'ISSUED'")
            .bindList("ids", List.copyOf(entityIds))
            .mapTo(String.class)
            .list();
  }

  /** Returns whether the entity of a request has been delivered a certificate made later. */
  public boolean isSuperseded(Handle handle, String requestId) {
    return handle
            .createQuery(
                "select count(*) from vault_certificate c join vault_certificate later"
                    + " on later.entity_id = c.entity_id and later.created_at > c.created_at"
                    + " join vault_request r on r.request_id = later.request_id"
                    + " where c.request_id = :id and r.delivered")
            .bind("id", requestId)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  /**
   * Number of requests of an entity that nobody has decided, or whose certificate is being made.
   */
  public int waiting(Handle handle, String entityId) {
    return handle
        .createQuery(
            "select count(*) from vault_request where entity_id = :entity"
                + " and state in ('New', 'Approved')")
        .bind("entity", entityId)
        .mapTo(Integer.class)
        .one();
  }

  /** Modules of Global Discovery Servers that asked for an entity. */
  public List<String> origins(Handle handle, String entityId) {
    return handle
        .createQuery(
            "select distinct origin from vault_request"
                + " where entity_id = :entity and origin is not null")
        .bind("entity", entityId)
        .mapTo(String.class)
        .list();
  }

  /** Adds a request. */
  public void insert(Handle handle, StoredRequest request) {
    handle
        .createUpdate(
            """
            insert into vault_request (request_id, entity_id, group_id, state, kind,
              application_uri, signing_request, subject, host_names, origin, automatic, delivered, submitted_by,
              submitted_at)
            values (:id, :entity, :group, :state, :kind, :uri, :csr, :subject, :hosts, :origin,
              :automatic, false, :by, :at)
            """)
        .bind("id", request.id())
        .bind("entity", request.entityId())
        .bind("group", request.groupId())
        .bind("state", request.state().name())
        .bind("kind", request.type().name())
        .bind("uri", request.applicationUri())
        .bind("csr", request.signingRequest())
        .bind("subject", request.subject())
        .bind("hosts", RegistryJson.text(request.hostNames()))
        .bind("origin", request.origin())
        .bind("automatic", request.automatic())
        .bind("by", request.submitted().authorityId())
        .bind("at", SqlTime.of(request.submitted().time()))
        .execute();
  }

  /** Writes what may change of a request: state, error, delivery, and who did what. */
  public void update(Handle handle, StoredRequest request) {
    handle
        .createUpdate(
            """
            update vault_request set state = :state, error = :error, delivered = :delivered,
              approved_by = :approvedBy, approved_at = :approvedAt,
              accepted_by = :acceptedBy, accepted_at = :acceptedAt
            where request_id = :id
            """)
        .bind("id", request.id())
        .bind("state", request.state().name())
        .bind("error", request.error())
        .bind("delivered", request.delivered())
        .bind("approvedBy", by(request.approved()))
        .bind("approvedAt", at(request.approved()))
        .bind("acceptedBy", by(request.accepted()))
        .bind("acceptedAt", at(request.accepted()))
        .execute();
  }

  /** Notes why the next step of a request is being tried again; null for not any more. */
  public void putError(Handle handle, String id, @Nullable String error) {
    handle
        .createUpdate("update vault_request set error = :error where request_id = :id")
        .bind("id", id)
        .bind("error", error)
        .execute();
  }

  /** Removes a request. */
  public void delete(Handle handle, String id) {
    handle
        .createUpdate("delete from vault_request where request_id = :id")
        .bind("id", id)
        .execute();
  }

  private static @Nullable String by(@Nullable VaultOperationContext context) {
    return context == null ? null : context.authorityId();
  }

  private static @Nullable Long at(@Nullable VaultOperationContext context) {
    return context == null ? null : SqlTime.of(context.time());
  }

  private static StoredRequest request(ResultSet row) throws SQLException {
    List<String> hosts = new ArrayList<>();
    RegistryJson.read(row.getString("host_names"), JsonNode.class)
        .forEach(host -> hosts.add(host.asText()));
    return new StoredRequest(
        row.getString("request_id"),
        row.getString("entity_id"),
        row.getString("group_id"),
        CertificateRequestState.valueOf(row.getString("state")),
        CertificateRequestType.valueOf(row.getString("kind")),
        row.getString("application_uri"),
        row.getBytes("signing_request"),
        row.getString("subject"),
        hosts,
        row.getString("origin"),
        row.getBoolean("automatic"),
        row.getBoolean("delivered"),
        row.getString("error"),
        new VaultOperationContext(
            row.getString("submitted_by"), SqlTime.instant(row.getLong("submitted_at"))),
        context(row, "approved"),
        context(row, "accepted"));
  }

  private static @Nullable VaultOperationContext context(ResultSet row, String what)
      throws SQLException {
    Instant time = IssuedCertificateStore.instant(row, what + "_at");
    return time == null ? null : new VaultOperationContext(row.getString(what + "_by"), time);
  }
}
