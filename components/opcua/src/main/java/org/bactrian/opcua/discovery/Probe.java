package org.bactrian.opcua.discovery;

import java.util.concurrent.CompletionStage;

/**
 * Asynchronous test of one candidate of a scan.
 *
 * @param <T> what is looked at
 */
@FunctionalInterface
interface Probe<T> {

  /**
   * Tests a candidate. It fails with {@link SocketsExhaustedException} when this host has no socket
   * left; every other failure means no.
   */
  CompletionStage<Boolean> test(T candidate);
}
