package org.bactrian.web.http;

import io.swagger.v3.oas.models.security.SecurityScheme;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import org.bactrian.web.contract.Operation;

/**
 * Authenticates the callers of an HTTP server and says which roles they have. Safe for use by
 * several threads.
 */
public interface RequestAuthenticator {

  /** Result of authenticating a caller. */
  sealed interface AuthenticationResult {

    /**
     * A caller who has shown valid credentials.
     *
     * @param name who it is
     * @param roles what the caller may do
     */
    record Authenticated(String name, Set<String> roles) implements AuthenticationResult {
      public Authenticated {
        roles = Set.copyOf(roles);
      }
    }

    /**
     * A caller without valid credentials.
     *
     * @param challenge header {@code WWW-Authenticate} of the answer
     * @param detail what is missing or wrong, as a sentence
     */
    record Unauthenticated(String challenge, String detail) implements AuthenticationResult {}
  }

  /** Name of the security scheme in documents. */
  String schemeName();

  /** The security scheme of the credentials, for OpenAPI documents. */
  SecurityScheme scheme();

  /**
   * Authenticates a caller.
   *
   * @param credentials what came with the request
   * @return fails when the authenticator itself cannot tell; the caller gets the problem that this
   *     is
   */
  Future<AuthenticationResult> authenticate(Vertx vertx, CallerCredentials credentials);

  /**
   * The header {@code WWW-Authenticate} for an authenticated caller without the necessary role.
   *
   * @param roles of which one is needed
   */
  String insufficientRoleChallenge(Set<String> roles);

  /** The roles of which one permits the use of users' routes; empty when every caller may. */
  Set<String> rolesForUserRoutes(String method);

  /**
   * Checks the roles of an operation before the server starts.
   *
   * @throws IllegalArgumentException when its contract does not say who may use it
   */
  void checkContract(Operation operation);
}
