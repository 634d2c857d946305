package org.bactrian.cloud.vault;

import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.cloud.vault.key.AuthorityKeys;

/** The bean {@code vaultMaintenance}: steps that end what a replica began, and tidy up. */
public final class VaultMaintenance {

  private final GroupAuthorities authorities;
  private final CertificateIssuance issuance;
  private final AuthorityKeys keys;

  VaultMaintenance(GroupAuthorities authorities, CertificateIssuance issuance, AuthorityKeys keys) {
    this.authorities = authorities;
    this.issuance = issuance;
    this.keys = keys;
  }

  /** Ends the making of a group or of its certificate that a replica began. */
  public void establish(@Header(VaultHeaders.GROUP_ID) String groupId) {
    authorities.establish(groupId);
  }

  /** Makes the revocation list of a group anew where it lacks something. */
  public void renewList(@Header(VaultHeaders.GROUP_ID) String groupId) {
    authorities.completeList(groupId);
  }

  /** Deletes the secret with a key that nobody will be given. */
  public void forgetSecret(@Body String name) {
    issuance.forgetSecret(name);
  }

  /** Deletes the key of a group that is gone. */
  public void forgetKey(@Body String name) {
    keys.deleteKey(name);
  }
}
