package org.bactrian.cloud.vault.contract;

/** Kind of an entry of the audit. */
public enum AuditAction {
  /** A trust group was made. */
  GroupCreated,
  /** A trust group was changed. */
  GroupUpdated,
  /** A trust group got a new certificate. */
  GroupRenewed,
  /** A trust group was removed. */
  GroupDeleted,
  /** A certificate was asked for. */
  RequestSubmitted,
  /** A request was approved. */
  RequestApproved,
  /** A request was refused. */
  RequestRejected,
  /** A certificate was made. */
  RequestCompleted,
  /** A certificate could not be made. */
  RequestFailed,
  /** A certificate was fetched or is to be delivered, or a request was given up. */
  RequestAccepted,
  /** A request was removed. */
  RequestDeleted,
  /** An entity has its certificate. */
  CertificateDelivered,
  /** A certificate was revoked. */
  CertificateRevoked,
  /** A certificate expires soon and has to be renewed by its owner. */
  RenewalDue,
  /** An entity trusts another one. */
  TrustAdded,
  /** An entity trusts another one no more. */
  TrustRemoved,
  /** An entity has its trust list. */
  TrustDelivered,
  /** A step of the workflow was given up. */
  StepAbandoned
}
