package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import org.bactrian.model.registry.CredentialType;
import org.jspecify.annotations.Nullable;

/**
 * User that a session is opened for. It is never printed.
 *
 * @param type what is shown; null for nothing
 * @param value an object with user and password, or with a thumbprint; a text for a token
 */
public record Credential(CredentialType type, @Nullable JsonNode value) {
  @Override
  public String toString() {
    return "Credential[" + type + "]";
  }
}
