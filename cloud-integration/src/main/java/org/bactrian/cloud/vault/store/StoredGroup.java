package org.bactrian.cloud.vault.store;

import org.bactrian.cloud.vault.contract.TrustGroupModel;
import org.jspecify.annotations.Nullable;

/**
 * A trust group as the database holds it.
 *
 * @param id its id
 * @param state state
 * @param model what it is and issues
 * @param keyId id of its key in Key Vault; null until there is one
 * @param serial serial number of its certificate in use; null until there is one
 * @param crl its revocation list, DER; null until there is one
 */
public record StoredGroup(
    String id,
    State state,
    TrustGroupModel model,
    @Nullable String keyId,
    @Nullable String serial,
    byte @Nullable [] crl) {

  /** State of a group. */
  public enum State {
    /** Its key and its certificate are being made. */
    CREATING,
    /** It issues. */
    ACTIVE,
    /** It is gone. */
    DELETED
  }

  /** Returns whether the group is its own issuer. */
  public boolean isRoot() {
    return model.parentId() == null;
  }

  /** Id of the group that issues its certificate: the parent, or itself. */
  public String issuerId() {
    String parent = model.parentId();
    return parent == null ? id : parent;
  }

  @Override
  public String toString() {
    return "StoredGroup[" + id + ", " + state + "]";
  }
}
