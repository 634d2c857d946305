package org.bactrian.cloud.registry;

/** Message headers that the beans read besides the parameters of an operation. */
public final class RegistryHeaders {

  /** Caller, as the token of the request says: noted as the authority of a change. */
  public static final String AUTHORITY = "BactrianCaller";

  /** SHA-1 in hex of the certificate that a server has been given. */
  public static final String SERVER_THUMBPRINT = "BactrianServerThumbprint";

  private RegistryHeaders() {}
}
