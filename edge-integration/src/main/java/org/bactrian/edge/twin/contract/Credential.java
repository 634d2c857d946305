package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.bactrian.model.registry.CredentialType;
import org.jspecify.annotations.Nullable;

/**
 * User that a session is opened for. It is never printed.
 *
 * @param type what is shown; null for nothing
 * @param value an object with user and password, or with a thumbprint; a text for a token
 */
public record Credential(CredentialType type, @Nullable JsonNode value) {

  /** A user with a password. */
  public static Credential named(String user, String password) {
    return new Credential(
        CredentialType.UserName,
        JsonNodeFactory.instance.objectNode().put("user", user).put("password", password));
  }

  @Override
  public String toString() {
    return "Credential[" + type + "]";
  }
}
