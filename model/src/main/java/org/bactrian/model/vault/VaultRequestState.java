package org.bactrian.model.vault;

/** State of a request for a certificate, as the Vault tells the edge. */
public enum VaultRequestState {
  /** It waits for an approval. */
  New,
  /** It is approved and about to be carried out. */
  Approved,
  /** It was refused. */
  Rejected,
  /** It could not be carried out. */
  Failure,
  /** It was carried out. */
  Completed,
  /** It was carried out, and the result was fetched. */
  Accepted;

  /** Returns whether the state will not change to another outcome. */
  public boolean isFinal() {
    return this != New && this != Approved;
  }

  /** Returns whether what was asked for was carried out. */
  public boolean isSuccess() {
    return this == Completed || this == Accepted;
  }
}
