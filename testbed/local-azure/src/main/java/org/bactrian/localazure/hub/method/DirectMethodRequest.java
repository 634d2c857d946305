package org.bactrian.localazure.hub.method;

import java.time.Duration;

/**
 * A direct method to call.
 *
 * @param name the method
 * @param payload JSON text, at most 128 KB
 * @param responseTimeout how long to wait for the answer, 5 to 300 s
 * @param connectTimeout how long to wait for a client that is not connected, 0 to 300 s
 */
public record DirectMethodRequest(
    String name, String payload, Duration responseTimeout, Duration connectTimeout) {

  /** Largest payload of a request and of an answer, in bytes. */
  public static final int MAX_PAYLOAD_BYTES = 128 * 1024;
}
