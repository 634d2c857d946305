package org.bactrian.cloud.http;

import org.bactrian.cloud.security.TokenVerifier;

/**
 * How the REST door is opened.
 *
 * @param host address to listen on; only this machine reaches the default
 * @param port port to listen on, 0 for any free one
 * @param maxBodyBytes largest body of a request; a larger one is answered with 413
 * @param tokens tells who the callers are
 * @param validation whether requests are held to their contracts
 */
public record HttpSettings(
    String host, int port, long maxBodyBytes, TokenVerifier tokens, boolean validation) {

  /** Address that only this machine reaches. */
  public static final String LOOPBACK = "127.0.0.1";

  /** Port of the REST API and the console. */
  public static final int DEFAULT_PORT = 9080;

  /** Larger than any request of the contracts, and small enough to be held in memory. */
  public static final long DEFAULT_MAX_BODY_BYTES = 16L * 1024 * 1024;

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, was " + port);
    }
    if (maxBodyBytes < 1) {
      throw new IllegalArgumentException("maxBodyBytes must be at least 1, was " + maxBodyBytes);
    }
  }

  /** The usual settings, for callers of this machine. */
  public static HttpSettings of(int port, TokenVerifier tokens) {
    return new HttpSettings(LOOPBACK, port, DEFAULT_MAX_BODY_BYTES, tokens, true);
  }
}
