package org.bactrian.cloud.vault;

import java.util.Map;
import org.bactrian.cloud.vault.contract.CertificateRequestState;
import org.bactrian.cloud.vault.store.StoredRequest;

/** Change of the state of a request, and the states that it may be made in. */
enum RequestTransition {
  /** Somebody approves the request. */
  APPROVE(
      CertificateRequestState.Approved,
      Map.of(CertificateRequestState.New, true, CertificateRequestState.Approved, false)),
  /** Somebody refuses it. */
  REJECT(
      CertificateRequestState.Rejected,
      Map.of(CertificateRequestState.New, true, CertificateRequestState.Rejected, false)),
  /** The certificate was fetched or is to be delivered, or the request is given up. */
  ACCEPT(
      CertificateRequestState.Accepted,
      Map.of(
          CertificateRequestState.New, true,
          CertificateRequestState.Approved, true,
          CertificateRequestState.Rejected, true,
          CertificateRequestState.Failure, true,
          CertificateRequestState.Completed, true,
          CertificateRequestState.Accepted, false)),
  /** The certificate cannot be made. */
  FAIL(
      CertificateRequestState.Failure,
      Map.of(
          CertificateRequestState.New, true,
          CertificateRequestState.Approved, true,
          CertificateRequestState.Rejected, true,
          CertificateRequestState.Failure, false,
          CertificateRequestState.Accepted, false,
          CertificateRequestState.Completed, false)),
  /** The certificate is there. */
  COMPLETE(
      CertificateRequestState.Completed,
      Map.of(
          CertificateRequestState.Approved, true,
          CertificateRequestState.New, false,
          CertificateRequestState.Rejected, false,
          CertificateRequestState.Failure, false,
          CertificateRequestState.Accepted, false,
          CertificateRequestState.Completed, false));

  private final CertificateRequestState to;

  /** States that it may be made in; false where it changes nothing. */
  private final Map<CertificateRequestState, Boolean> from;

  RequestTransition(CertificateRequestState to, Map<CertificateRequestState, Boolean> from) {
    this.to = to;
    this.from = from;
  }

  /** State after it. */
  CertificateRequestState to() {
    return to;
  }

  /**
   * Returns whether it changes the request.
   *
   * @throws org.bactrian.model.fault.OperationException of kind INVALID_STATE when it may not be
   *     made
   */
  boolean changes(StoredRequest request) {
    Boolean changes = from.get(request.state());
    if (changes == null) {
      throw VaultFaults.invalidState(
          "Request %s is %s, so it cannot become %s. GET /vault/v2/requests/%s shows it."
              .formatted(request.id(), request.state(), to, request.id()));
    }
    return changes;
  }
}
