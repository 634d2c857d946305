package org.bactrian.edge.http;

import io.swagger.v3.oas.models.security.SecurityScheme;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.http.CallerCredentials;
import org.bactrian.web.http.RequestAuthenticator;

/**
 * Check of the API key that an HTTP request carries; a caller with the right key may call every
 * operation.
 */
final class ApiKeyCheck implements RequestAuthenticator {

  private static final String SCHEME = "ApiKey";
  static final String CHALLENGE = SCHEME + " realm=\"bactrian\"";

  private final ApiKey key;

  ApiKeyCheck(ApiKey key) {
    this.key = key;
  }

  @Override
  public String schemeName() {
    return SCHEME;
  }

  @Override
  public SecurityScheme scheme() {
    return new SecurityScheme()
        .type(SecurityScheme.Type.APIKEY)
        .in(SecurityScheme.In.HEADER)
        .name("Authorization")
        .description("The word ApiKey, a space, and the key.");
  }

  @Override
  public Future<AuthenticationResult> authenticate(Vertx vertx, CallerCredentials credentials) {
    String authorization = credentials.authorization();
    if (authorization.isEmpty()) {
      return unknown("The request needs the header Authorization: ApiKey KEY.");
    }
    int prefix = SCHEME.length() + 1;
    if (!authorization.regionMatches(true, 0, SCHEME + " ", 0, prefix)) {
      return unknown("The header Authorization must be: ApiKey KEY.");
    }
    if (!key.matches(authorization.substring(prefix).strip())) {
      return unknown("The API key is not that of this edge. The module's twin tells it.");
    }
    return Future.succeededFuture(new AuthenticationResult.Authenticated("api-key", Set.of()));
  }

  private static Future<AuthenticationResult> unknown(String detail) {
    return Future.succeededFuture(new AuthenticationResult.Unauthenticated(CHALLENGE, detail));
  }

  @Override
  public String insufficientRoleChallenge(Set<String> roles) {
    return CHALLENGE;
  }

  @Override
  public Set<String> rolesForUserRoutes(String method) {
    return Set.of();
  }

  @Override
  public void checkContract(Operation operation) {
    if (!operation.roles().isEmpty()) {
      throw new IllegalArgumentException(
          operation.id() + " requires roles, but the API key of the edge has none");
    }
  }
}
