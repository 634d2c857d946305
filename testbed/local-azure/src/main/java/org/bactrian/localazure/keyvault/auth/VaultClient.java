package org.bactrian.localazure.keyvault.auth;

/**
 * Client application that may do everything in the local vault, as Microsoft Entra ID registers
 * one.
 *
 * @param tenant id of its directory, a UUID
 * @param id its own id, a UUID
 * @param secret what it proves itself with
 */
public record VaultClient(String tenant, String id, String secret) {

  /** Names the client, not its secret. */
  @Override
  public String toString() {
    return "VaultClient[" + tenant + "/" + id + "]";
  }
}
