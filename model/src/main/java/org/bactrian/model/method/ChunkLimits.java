package org.bactrian.model.method;

import java.time.Duration;

/**
 * Limits on the calls that a chunk server keeps.
 *
 * @param maxCompressed largest compressed request or answer in bytes
 * @param maxPayload largest request in bytes when it is uncompressed
 * @param maxCalls number of calls that may be under way at once
 * @param idle how long a call is kept whose caller says nothing, unless the caller asked for
 *     another time
 * @param maxBytes bytes that all calls keep together: of requests, compressed while they arrive and
 *     uncompressed while their method runs, and of compressed answers that wait to be fetched in
 *     more than one part. No single request may have more, either
 */
public record ChunkLimits(
    int maxCompressed, int maxPayload, int maxCalls, Duration idle, long maxBytes) {

  /**
   * 32 MB compressed, 256 MB uncompressed, 20 seconds, and a quarter of the heap for all calls
   * together: growing buffers may take some of the rest.
   */
  public static ChunkLimits of(int maxCalls) {
    return new ChunkLimits(
        32 << 20,
        256 << 20,
        maxCalls,
        Duration.ofSeconds(20),
        Runtime.getRuntime().maxMemory() / 4);
  }

  public ChunkLimits {
    if (maxCompressed < 1 || maxPayload < 1 || maxCalls < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
    if (idle.isNegative() || idle.isZero()) {
      throw new IllegalArgumentException("idle must be longer than nothing, was " + idle);
    }
  }
}
