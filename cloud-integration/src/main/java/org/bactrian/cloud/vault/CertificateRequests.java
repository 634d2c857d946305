package org.bactrian.cloud.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.bactrian.cloud.vault.contract.AuditAction;
import org.bactrian.cloud.vault.contract.CertificateRequestPage;
import org.bactrian.cloud.vault.contract.CertificateRequestQuery;
import org.bactrian.cloud.vault.contract.CertificateRequestRecord;
import org.bactrian.cloud.vault.contract.CertificateRequestState;
import org.bactrian.cloud.vault.contract.VaultOperationContext;
import org.bactrian.cloud.vault.store.AuditNote;
import org.bactrian.cloud.vault.store.StoredRequest;
import org.bactrian.cloud.vault.store.VaultCaller;
import org.bactrian.cloud.vault.store.WorkStep;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Requests for certificates and the changes of their state, each in one transaction. */
final class CertificateRequests {

  private static final String LIST = "CertificateRequest";
  private static final int MAX_REQUESTS = 10_000;

  /** Requests of one entity that wait for somebody, or for a signature. */
  private static final int MAX_WAITING = 100;

  private static final Duration KEPT = Duration.ofDays(1);

  private final VaultRecords records;

  CertificateRequests(VaultRecords records) {
    this.records = records;
  }

  /**
   * Returns a request.
   *
   * @throws org.bactrian.model.fault.OperationException of kind NOT_FOUND when there is none
   */
  StoredRequest get(@Nullable String id) {
    String given = id == null ? "" : id;
    return find(given).orElseThrow(() -> VaultFaults.noRequest(given));
  }

  Optional<StoredRequest> find(String id) {
    return VaultRecords.isId(id)
        ? records.database().read(handle -> records.requests().find(handle, id))
        : Optional.empty();
  }

  /** A page of all requests, or of those that a link belongs to. */
  CertificateRequestPage list(
      CertificateRequestQuery asked, @Nullable String link, @Nullable Integer size) {
    VaultListPage page = VaultListPage.of(LIST, RegistryJson.tree(asked), link, size);
    CertificateRequestQuery query = RegistryJson.read(page.query(), CertificateRequestQuery.class);
    if (query.entityId() != null && !VaultRecords.isId(query.entityId())) {
      throw VaultFaults.bad("entityId is no id.");
    }
    List<CertificateRequestRecord> found =
        records
            .database()
            .read(handle -> records.requests().list(handle, query, page.after(), page.size() + 1))
            .stream()
            .map(StoredRequest::shown)
            .toList();
    return new CertificateRequestPage(
        page.shown(found), page.next(found, CertificateRequestRecord::requestId));
  }

  /** Keeps a new request and has it decided; one that is kept already stays as it is. */
  void add(StoredRequest request, VaultCaller caller) {
    records
        .database()
        .transaction(
            handle -> {
              if (records.requests().find(handle, request.id()).isPresent()) {
                return false;
              }
              if (records.requests().waiting(handle, request.entityId()) >= MAX_WAITING) {
                throw new OperationException(
                    FaultKind.BUSY,
                    "%d requests for %s wait. Approve, reject or accept some of them first."
                        .formatted(MAX_WAITING, request.entityId()));
              }
              records.requests().insert(handle, request);
              records.audit(
                  handle,
                  AuditNote.of(caller, AuditAction.RequestSubmitted, request)
                      .withDetail(request.type().name()));
              records.due(handle, WorkStep.APPROVAL, request.id());
              return true;
            });
  }

  static String newId() {
    return UUID.randomUUID().toString();
  }

  VaultOperationContext by(VaultCaller caller) {
    return new VaultOperationContext(caller.name(), records.now());
  }

  /** Approves a request; its certificate is made next. */
  void approve(String id, VaultCaller caller) {
    change(
        id,
        RequestTransition.APPROVE,
        caller,
        AuditAction.RequestApproved,
        null,
        (handle, request) -> records.due(handle, WorkStep.SIGNING, id));
  }

  /** Refuses a request. */
  void reject(String id, VaultCaller caller, @Nullable String reason) {
    change(
        id,
        RequestTransition.REJECT,
        caller,
        AuditAction.RequestRejected,
        reason,
        (handle, request) -> told(handle, request));
  }

  /** Notes that the certificate of a request cannot be made. */
  void fail(String id, VaultCaller caller, String reason) {
    change(
        id,
        RequestTransition.FAIL,
        caller,
        AuditAction.RequestFailed,
        reason,
        (handle, request) -> {
          told(handle, request);
          // Revokes a certificate whose signature was begun.
          records.due(handle, WorkStep.SIGNING, id);
        });
  }

  /** Has whoever asked through a Global Discovery Server told. */
  void told(Handle handle, StoredRequest request) {
    if (request.origin() != null) {
      records.due(handle, WorkStep.NOTICE, request.id());
    }
  }

  /**
   * Accepts a request: its certificate is brought to its entity, which becomes a member of the
   * group with its first one; a request without a certificate ends. A certificate that was accepted
   * before and could not be brought is brought again.
   *
   * @return whether it was in the state Completed
   */
  boolean accept(String id, VaultCaller caller) {
    return records
        .database()
        .transaction(
            handle -> {
              StoredRequest request = locked(handle, id);
              if (request.state() == CertificateRequestState.Accepted) {
                deliverAgain(handle, request, caller);
              }
              return accept(handle, request, caller);
            });
  }

  boolean accept(Handle handle, StoredRequest request, VaultCaller caller) {
    if (!RequestTransition.ACCEPT.changes(request)) {
      return false;
    }
    boolean completed = request.state() == CertificateRequestState.Completed;
    if (completed) {
      if (!records.requests().isMember(handle, request.entityId(), request.groupId())
          && records.trust().add(handle, request.entityId(), request.groupId())) {
        records.audit(
            handle,
            AuditNote.of(caller, AuditAction.TrustAdded, request)
                .withDetail("member of the group"));
      }
      records.certificateChanged(handle, request.entityId());
      records.due(handle, WorkStep.DELIVERY, request.id());
    } else {
      // Revokes a certificate whose signature was begun.
      records.due(handle, WorkStep.SIGNING, request.id());
    }
    records
        .requests()
        .update(
            handle,
            request.with(
                changed ->
                    changed
                        .state(CertificateRequestState.Accepted)
                        .error(null)
                        .accepted(by(caller))));
    records.audit(
        handle,
        AuditNote.of(caller, AuditAction.RequestAccepted, request)
            .withDetail(completed ? null : "given up"));
    return completed;
  }

  /** Has a certificate delivered that was not, such as one whose delivery was given up. */
  private void deliverAgain(Handle handle, StoredRequest request, VaultCaller caller) {
    boolean missing =
        !request.delivered()
            && records
                .certificates()
                .ofRequest(handle, request.id())
                .filter(one -> one.isUsable(records.now()))
                .isPresent();
    if (missing) {
      records.due(handle, WorkStep.DELIVERY, request.id());
      records.audit(
          handle,
          AuditNote.of(caller, AuditAction.RequestAccepted, request).withDetail("delivered again"));
    }
  }

  /** Ends the requests of an entity that is gone from the registry, and all trust in it. */
  void entityGone(String entityId) {
    VaultCaller caller = VaultCaller.route("registry");
    records
        .database()
        .transaction(
            handle -> {
              CertificateRequestQuery its = new CertificateRequestQuery(entityId, null);
              for (StoredRequest one : records.requests().list(handle, its, "", MAX_REQUESTS)) {
                records
                    .requests()
                    .findForUpdate(handle, one.id())
                    .ifPresent(request -> accept(handle, request, caller));
              }
              records.certificateChanged(handle, entityId);
              records.trust().forget(handle, entityId);
              return true;
            });
  }

  /** Consequence of a change, in its transaction. */
  private interface Consequence {
    void of(Handle handle, StoredRequest request);
  }

  private void change(
      String id,
      RequestTransition transition,
      VaultCaller caller,
      AuditAction action,
      @Nullable String reason,
      Consequence consequence) {
    records
        .database()
        .transaction(
            handle -> {
              StoredRequest request = locked(handle, id);
              if (transition.changes(request)) {
                boolean decided = transition != RequestTransition.FAIL;
                StoredRequest changed =
                    request.with(
                        next -> {
                          next.state(transition.to()).error(reason);
                          if (decided) {
                            next.approved(by(caller));
                          }
                        });
                records.requests().update(handle, changed);
                records.audit(handle, AuditNote.of(caller, action, request).withDetail(reason));
                consequence.of(handle, changed);
              }
              return true;
            });
  }

  /**
   * Removes a request that was accepted.
   *
   * @throws org.bactrian.model.fault.OperationException of kind INVALID_STATE for another one
   */
  void delete(String id, VaultCaller caller) {
    records
        .database()
        .transaction(
            handle -> {
              StoredRequest request = locked(handle, id);
              VaultOperationContext accepted = request.accepted();
              Instant old = records.now().minus(KEPT);
              boolean ended =
                  request.state() == CertificateRequestState.Accepted
                      || (accepted != null && accepted.time().isBefore(old));
              if (!ended) {
                throw VaultFaults.invalidState(
                    "Request %s is %s. Accept it first, which gives it up where it has no"
                            .formatted(id, request.state())
                        + " certificate.");
              }
              records
                  .certificates()
                  .ofRequest(handle, id)
                  .ifPresent(
                      certificate ->
                          records.due(
                              handle,
                              WorkStep.SECRET,
                              CertificateIssuance.secretName(certificate.serial())));
              records.requests().delete(handle, id);
              records.audit(handle, AuditNote.of(caller, AuditAction.RequestDeleted, request));
              return true;
            });
  }

  /**
   * Decides a request as a step of the workflow says.
   *
   * @param decision {@code Approved}, {@code Rejected} or {@code Pending}, in any case; everything
   *     else leaves it to an operator
   * @throws OperationException of kind BUSY while it is pending
   */
  void decide(StoredRequest request, String decision) {
    if (request.state() != CertificateRequestState.New) {
      return;
    }
    VaultCaller caller = VaultCaller.route("vault-approval");
    switch (decision.strip().toLowerCase(Locale.ROOT)) {
      case "approved" -> approve(request.id(), caller);
      case "rejected" -> reject(request.id(), caller, "refused by the approval step");
      case "pending" ->
          throw new OperationException(FaultKind.BUSY, "Nobody has decided the request yet.");
      default -> {}
    }
  }

  /** A request that no other transaction changes meanwhile. */
  private StoredRequest locked(Handle handle, @Nullable String id) {
    String given = id == null ? "" : id;
    return Optional.of(given)
        .filter(VaultRecords::isId)
        .flatMap(one -> records.requests().findForUpdate(handle, one))
        .orElseThrow(() -> VaultFaults.noRequest(given));
  }
}
