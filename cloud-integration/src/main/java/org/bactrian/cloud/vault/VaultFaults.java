package org.bactrian.cloud.vault;

import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/** Failures of the vault's operations that several of them have. */
final class VaultFaults {

  private static final int SHOWN = 128;

  private VaultFaults() {}

  static OperationException noGroup(String id) {
    return missing("trust group", id, "GET /vault/v2/groups lists those that there are.");
  }

  static OperationException noRequest(String id) {
    return missing("request", id, "GET /vault/v2/requests lists those that there are.");
  }

  static OperationException noCertificate(String serial) {
    return missing("certificate", serial, "Give the serial number of one that the vault issued.");
  }

  static OperationException noEntity(String id) {
    return missing(
        "application, endpoint, edge module or trust group",
        id,
        "GET /registry/v2/applications, /endpoints and /publishers, and /vault/v2/groups list those"
            + " that there are.");
  }

  static OperationException bad(String message) {
    return new OperationException(FaultKind.BAD_REQUEST, message);
  }

  static OperationException invalidState(String message) {
    return new OperationException(FaultKind.INVALID_STATE, message);
  }

  private static OperationException missing(String kind, String id, String remedy) {
    String shown = id.length() > SHOWN ? id.substring(0, SHOWN) + "…" : id;
    return new OperationException(
        FaultKind.NOT_FOUND, "There is no " + kind + " " + shown + ". " + remedy);
  }
}
