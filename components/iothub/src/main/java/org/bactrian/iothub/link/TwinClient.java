package org.bactrian.iothub.link;

import java.util.concurrent.CompletableFuture;

/**
 * Sends twin requests over one connection. What it returns fails with {@link HubRequestException},
 * also when the connection is lost before the answer, and stays open while no answer comes.
 */
interface TwinClient {

  /** Reads the whole twin: an object with members desired and reported. */
  CompletableFuture<TwinResponse> getTwin();

  /** Merges a JSON object into the reported properties. */
  CompletableFuture<TwinResponse> report(byte[] patch);
}
