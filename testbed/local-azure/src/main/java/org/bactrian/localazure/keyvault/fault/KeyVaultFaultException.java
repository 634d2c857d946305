package org.bactrian.localazure.keyvault.fault;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that Key Vault refuses, with the reason for the client. Carries no stack trace. */
public final class KeyVaultFaultException extends RuntimeException {

  private final KeyVaultFault fault;
  private final @Nullable String detail;

  /**
   * A refusal.
   *
   * @param message what was wrong with the request; goes to the client, so no secrets
   */
  public KeyVaultFaultException(KeyVaultFault fault, String message) {
    this(fault, message, null);
  }

  private KeyVaultFaultException(KeyVaultFault fault, String message, @Nullable String detail) {
    super(message, null, false, false);
    this.fault = fault;
    this.detail = detail;
  }

  /** A request that something in it makes impossible. */
  public static KeyVaultFaultException badParameter(String message) {
    return new KeyVaultFaultException(KeyVaultFault.BAD_PARAMETER, message);
  }

  /**
   * A refusal with a finer code.
   *
   * @param detail code of the inner error, such as {@code ObjectIsDeletedButRecoverable}
   */
  public static KeyVaultFaultException withDetail(
      KeyVaultFault fault, String detail, String message) {
    return new KeyVaultFaultException(fault, message, detail);
  }

  /** Reason why the request is refused. */
  public KeyVaultFault fault() {
    return fault;
  }

  /** Code of the inner error, where the refusal has one. */
  public Optional<String> detail() {
    return Optional.ofNullable(detail);
  }
}
