package org.bactrian.cloud.vault.store;

import java.util.Locale;

/** Step of the workflow, and what its work is named by. */
public enum WorkStep {
  /** Key, certificate and revocation list of a group are made; by the id of the group. */
  GROUP,
  /** A request is decided; by its id. */
  APPROVAL,
  /** The certificate of a request is made; by the id of the request. */
  SIGNING,
  /** The requester is told the outcome; by the id of the request. */
  NOTICE,
  /** A certificate that was issued is brought to its entity; by the id of the request. */
  DELIVERY,
  /** A trust list is brought to its entity; by the id of the entity. */
  TRUST,
  /** A certificate is renewed; by its serial number. */
  RENEWAL,
  /** A revocation list is made anew; by the id of the group. */
  REVOCATION,
  /** Subscribers are told an entry of the audit; by its number. */
  EVENT,
  /** A secret of Key Vault that nobody needs any more is deleted; by its name. */
  SECRET,
  /** A key of Key Vault that nobody needs any more is deleted; by its name. */
  KEY;

  /** Name in routes and in the database, in lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether its work is named by the id of a request. */
  public boolean isOfRequest() {
    return this == APPROVAL || this == SIGNING || this == NOTICE || this == DELIVERY;
  }
}
