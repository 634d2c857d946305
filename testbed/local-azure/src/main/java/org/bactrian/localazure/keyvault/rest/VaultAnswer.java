package org.bactrian.localazure.keyvault.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * Answer to a client.
 *
 * @param status of HTTP
 * @param body missing for none
 */
public record VaultAnswer(int status, JsonNode body) {

  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int NO_CONTENT = 204;

  /** An answer with what was asked for. */
  public static VaultAnswer of(JsonNode body) {
    return new VaultAnswer(OK, body);
  }

  /** An answer that an operation has begun. */
  public static VaultAnswer accepted(JsonNode body) {
    return new VaultAnswer(ACCEPTED, body);
  }

  /** An answer without a body. */
  public static VaultAnswer done() {
    return new VaultAnswer(NO_CONTENT, MissingNode.getInstance());
  }
}
