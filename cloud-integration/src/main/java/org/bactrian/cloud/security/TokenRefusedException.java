package org.bactrian.cloud.security;

/**
 * A token that lets nobody in. The message tells the caller why, and holds nothing of the token.
 */
public final class TokenRefusedException extends Exception {

  /** Creates one whose message tells the caller why, in a sentence. */
  public TokenRefusedException(String message) {
    super(message);
  }
}
