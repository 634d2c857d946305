package org.bactrian.edge.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bactrian.model.registry.AuthenticationMethod;
import org.bactrian.model.registry.CredentialType;
import org.bactrian.model.registry.RegistryJson;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.jspecify.annotations.Nullable;

/** Reader of the user token policies that an endpoint offers (Part 4, 7.41). */
final class UserTokens {

  private static final String JWT = "http://opcfoundation.org/UA/UserToken#JWT";

  private UserTokens() {}

  /** Returns the user tokens that an endpoint accepts; one that names none accepts anyone. */
  static List<AuthenticationMethod> methods(UserTokenPolicy[] policies) {
    if (policies == null || policies.length == 0) {
      return List.of(new AuthenticationMethod("Anonymous", CredentialType.None, null, null));
    }
    return Arrays.stream(policies)
        .filter(Objects::nonNull)
        .map(UserTokens::method)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private static Optional<AuthenticationMethod> method(UserTokenPolicy policy) {
    return switch (policy.getTokenType()) {
      case Anonymous -> of(policy, CredentialType.None, null);
      case UserName -> of(policy, CredentialType.UserName, null);
      case Certificate -> of(policy, CredentialType.X509Certificate, text(policy));
      case IssuedToken ->
          JWT.equals(policy.getIssuedTokenType())
              ? of(policy, CredentialType.JwtToken, json(policy))
              : Optional.empty();
    };
  }

  private static Optional<AuthenticationMethod> of(
      UserTokenPolicy policy, CredentialType type, @Nullable JsonNode configuration) {
    return Optional.of(
        new AuthenticationMethod(
            policy.getPolicyId(), type, policy.getSecurityPolicyUri(), configuration));
  }

  private static @Nullable JsonNode text(UserTokenPolicy policy) {
    String url = policy.getIssuerEndpointUrl();
    return url == null ? null : JsonNodeFactory.instance.textNode(url);
  }

  /** The description of a token service in JSON (Part 6, 6.5.2) stays JSON. */
  private static @Nullable JsonNode json(UserTokenPolicy policy) {
    String description = policy.getIssuerEndpointUrl();
    if (description == null) {
      return null;
    }
    try {
      return RegistryJson.mapper().readTree(description);
    } catch (JsonProcessingException e) {
      return text(policy);
    }
  }
}
