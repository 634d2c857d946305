package org.bactrian.cloud.security;

/**
 * A token that lets nobody in. The message tells the caller why, and holds nothing of the token.
 */
public final class TokenRefusedException extends Exception {

  /** With why, in a sentence for the caller. */
  public TokenRefusedException(String message) {
    super(message);
  }
}
