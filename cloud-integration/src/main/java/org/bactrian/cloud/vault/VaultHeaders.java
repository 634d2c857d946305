package org.bactrian.cloud.vault;

import org.bactrian.web.operation.OperationHeaders;

/** Message headers of the vault's routes. */
public final class VaultHeaders {

  /** Name of the caller of REST, or of the route, that asks, approves, accepts or revokes. */
  public static final String CALLER = OperationHeaders.CALLER;

  /** Address that the caller called from. */
  public static final String ADDRESS = OperationHeaders.CALLER_ADDRESS;

  /**
   * Module of a Global Discovery Server that a request came through, {@code device_module_module};
   * it is told the outcome.
   */
  public static final String ORIGIN = "BactrianVaultOrigin";

  /**
   * Id that a request is to get, a GUID, for callers that may start the same one again: it is kept
   * once. Without it, each start is another request.
   */
  public static final String START_AS = "BactrianVaultStartAs";

  /** True for a request that renews a certificate, and needs nobody's approval. */
  public static final String AUTOMATIC = "BactrianVaultAutomatic";

  /** Name of the {@link VaultCall} that an entity is to be called with. */
  public static final String CALL = "BactrianVaultCall";

  /** Way to an entity: Module, Server, or None. */
  public static final String REACH = "BactrianVaultReach";

  /**
   * Retries of a step that fails: milliseconds until the second attempt, longest wait in
   * milliseconds, largest number of attempts, 0 for any number.
   */
  public static final String RETRY = "BactrianVaultRetry";

  /** Step of the workflow that is carried out, in lower case. */
  public static final String STEP = "BactrianVaultStep";

  /** Id of the application in the registry whose server is given a certificate. */
  public static final String APPLICATION_ID = "applicationId";

  /** Id of a request, the same name as the parameter of the contract. */
  public static final String REQUEST_ID = "requestId";

  /** Serial number of a certificate that is to be renewed. */
  public static final String SERIAL = "BactrianVaultSerial";

  /** Id of a trust group, the same name as the parameter of the contract. */
  public static final String GROUP_ID = "groupId";

  /** Id of an entity, the same name as the parameter of the contract. */
  public static final String ENTITY_ID = "entityId";

  private VaultHeaders() {}
}
