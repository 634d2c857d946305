package org.bactrian.cloud.vault.gds;

/**
 * A message that cannot be meant as a request, which no retry changes. Its message is the reason
 * that the dead letter carries; it has no stack trace, which a dead letter has no room for.
 */
public final class UnreadableVaultRequestException extends RuntimeException {

  UnreadableVaultRequestException(String reason) {
    super(reason, null, false, false);
  }
}
