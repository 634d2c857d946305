package org.bactrian.localazure.keyvault.rest;

import java.security.GeneralSecurityException;

/** Operation of the vault. It runs on a worker thread and may wait. */
@FunctionalInterface
public interface VaultOperation {

  /**
   * Carries the operation out.
   *
   * @throws org.bactrian.localazure.keyvault.fault.KeyVaultFaultException when it is refused
   */
  VaultAnswer run(VaultRequest request) throws GeneralSecurityException;
}
