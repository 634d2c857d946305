package org.bactrian.opcua.pki;

import java.nio.file.Files;
import java.nio.file.Path;

/** Store of certificates in the PKI folders, by the names that OPC Publisher has for them. */
public enum PkiStore {
  /** Certificate of this client. */
  Application("own", ""),
  /** Certificates that were refused. */
  Rejected("rejected", ""),
  /** Certificates of servers, or of authorities, that are trusted. */
  Trusted("trusted", ""),
  /** Certificates of HTTPS servers that are trusted. */
  Https("https", ""),
  /** Certificates of users, with their keys. */
  User("user", ""),
  /** Certificates of authorities that complete chains. */
  Issuer("issuers", "issuer"),
  /** Those of HTTPS servers. */
  HttpsIssuer("https/issuer", ""),
  /** Those of users. */
  UserIssuer("user/issuer", "");

  private final String folder;
  private final String former;

  /**
   * @param former name that OPC Publisher has for the folder unless its options say otherwise, used
   *     where only that one is there; empty for none
   */
  PkiStore(String folder, String former) {
    this.folder = folder;
    this.former = former;
  }

  Path in(Path root) {
    Path usual = root.resolve(folder);
    return !former.isEmpty() && !Files.exists(usual) && Files.isDirectory(root.resolve(former))
        ? root.resolve(former)
        : usual;
  }
}
