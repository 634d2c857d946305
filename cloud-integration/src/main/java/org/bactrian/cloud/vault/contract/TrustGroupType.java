package org.bactrian.cloud.vault.contract;

/** Use of the certificates of a trust group. */
public enum TrustGroupType {
  /** Application instances of OPC UA. */
  ApplicationInstanceCertificate,
  /** HTTPS servers, which are not supported. */
  HttpsCertificate,
  /** Users, who are not supported. */
  UserCredentialCertificate
}
