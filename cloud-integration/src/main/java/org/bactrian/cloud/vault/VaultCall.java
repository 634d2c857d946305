package org.bactrian.cloud.vault;

/** Method that an entity is called with, which an edge module carries out on itself or a server. */
enum VaultCall {
  /** A signing request for the key that the entity has. */
  CREATE_SIGNING_REQUEST("CreateSigningRequest_V2", "CreateServerSigningRequest_V2"),
  /** A new certificate of its own. */
  UPDATE_CERTIFICATE("UpdateCertificate_V2", "UpdateServerCertificate_V2"),
  /** The list of whom it trusts. */
  UPDATE_TRUST_LIST("UpdateTrustList_V2", "UpdateServerTrustList_V2");

  private final String ofModule;
  private final String ofServer;

  VaultCall(String ofModule, String ofServer) {
    this.ofModule = ofModule;
    this.ofServer = ofServer;
  }

  /** Method for the module itself. */
  String ofModule() {
    return ofModule;
  }

  /** Method for a server that the module serves. */
  String ofServer() {
    return ofServer;
  }
}
