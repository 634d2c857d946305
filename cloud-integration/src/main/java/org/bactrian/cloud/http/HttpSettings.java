package org.bactrian.cloud.http;

import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.web.http.DoorSettings;
import org.bactrian.web.http.Protection;
import org.bactrian.web.http.RestDoor;

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
  public static final String LOOPBACK = DoorSettings.LOOPBACK;

  /** Port of the REST API and the console. */
  public static final int DEFAULT_PORT = 9080;

  /** Larger than any request of the contracts, and small enough to be held in memory. */
  public static final long DEFAULT_MAX_BODY_BYTES = DoorSettings.DEFAULT_MAX_BODY_BYTES;

  private static final DoorSettings.Documents DOCUMENTS =
      new DoorSettings.Documents(
          "openapi/cloud",
          "Bactrian Cloud",
          "Registry of the factory's OPC UA servers, and services that browse, read, write and call"
              + " their nodes.",
          true);

  /** The usual settings, for callers of this machine. */
  public static HttpSettings of(int port, TokenVerifier tokens) {
    return new HttpSettings(LOOPBACK, port, DEFAULT_MAX_BODY_BYTES, tokens, true);
  }

  /** The door, still closed. */
  public RestDoor door() {
    return new RestDoor(
        new DoorSettings(
            host, port, "--port", maxBodyBytes, validation, DOCUMENTS, new Protection.Plain()),
        new TokenGuard(tokens));
  }
}
