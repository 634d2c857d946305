package org.bactrian.localazure.keyvault.item;

import org.bactrian.localazure.keyvault.fault.KeyVaultFault;

/** Kinds of items, with their part of a path and what is answered when one is missing. */
public enum ItemKind {
  /** RSA and EC key pairs. */
  KEY("keys", "A key", KeyVaultFault.KEY_NOT_FOUND),
  /** Texts. */
  SECRET("secrets", "A secret", KeyVaultFault.SECRET_NOT_FOUND),
  /** Certificates, each with a key and a secret of the same name and version. */
  CERTIFICATE("certificates", "A certificate", KeyVaultFault.CERTIFICATE_NOT_FOUND);

  private final String path;
  private final String noun;
  private final KeyVaultFault notFound;

  ItemKind(String path, String noun, KeyVaultFault notFound) {
    this.path = path;
    this.noun = noun;
    this.notFound = notFound;
  }

  /** First part of the path of its items. */
  public String path() {
    return path;
  }

  /** First part of the path of its deleted items. */
  public String deletedPath() {
    return "deleted" + path;
  }

  /** The kind in an error message, at the beginning of a sentence. */
  String noun() {
    return noun;
  }

  KeyVaultFault notFound() {
    return notFound;
  }
}
