package org.bactrian.localazure.keyvault.fault;

import java.time.Duration;

/** Ways in which tests make the vault fail until they end the outage. */
public sealed interface VaultOutage {

  /** The vault works. */
  record None() implements VaultOutage {}

  /** Connections are cut before a request, of a token too, is looked at. */
  record Unreachable() implements VaultOutage {}

  /**
   * Each request is answered with 429.
   *
   * @param retryAfter time that the answer asks clients to wait, in whole seconds
   */
  record Throttled(Duration retryAfter) implements VaultOutage {}

  /** Signatures are made, and the connection is cut before their answer. */
  record CutAfterSigning() implements VaultOutage {}
}
