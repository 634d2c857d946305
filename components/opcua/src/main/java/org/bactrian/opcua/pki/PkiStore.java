package org.bactrian.opcua.pki;

import java.nio.file.Path;

/** Store of certificates in the PKI folders, by the names that OPC Publisher has for them. */
public enum PkiStore {
  /** Certificate of this client. */
  Application("own"),
  /** Certificates that were refused. */
  Rejected("rejected"),
  /** Certificates of servers, or of authorities, that are trusted. */
  Trusted("trusted"),
  /** Certificates of HTTPS servers that are trusted. */
  Https("https"),
  /** Certificates of users, with their keys. */
  User("user"),
  /** Certificates of authorities that complete chains. */
  Issuer("issuers"),
  /** Those of HTTPS servers. */
  HttpsIssuer("https/issuer"),
  /** Those of users. */
  UserIssuer("user/issuer");

  private final String folder;

  PkiStore(String folder) {
    this.folder = folder;
  }

  Path in(Path root) {
    return root.resolve(folder);
  }
}
