package org.bactrian.cloud.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.bactrian.cloud.security.Caller;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenRefusedException;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.http.CallerCredentials;
import org.bactrian.web.http.RequestAuthenticator;
import org.jspecify.annotations.Nullable;

/**
 * Check of bearer tokens: lets in who has a valid one. Routes of users need one too: to read where
 * the method is GET, HEAD or OPTIONS, and more than that elsewhere.
 */
final class BearerTokenCheck implements RequestAuthenticator {

  /** Tokens that are verified at once; more wait. */
  private static final int WORKERS = 8;

  private static final String CHALLENGE = "Bearer realm=\"bactrian\"";
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<Permission> MORE_THAN_READING =
      EnumSet.of(Permission.WRITE, Permission.SIGN, Permission.ADMINISTER);
  private static final Set<String> PERMISSIONS = names(EnumSet.allOf(Permission.class));

  private final TokenVerifier tokens;

  /**
   * Callers by their tokens, since a caller sends the same with each request. A token that expires
   * is refused no later than that time after.
   */
  private final Cache<String, Caller> known =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(Duration.ofSeconds(20)).build();

  private @Nullable WorkerExecutor workers;

  BearerTokenCheck(TokenVerifier tokens) {
    this.tokens = tokens;
  }

  @Override
  public String schemeName() {
    return "bearer";
  }

  @Override
  public SecurityScheme scheme() {
    return new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("JWT");
  }

  @Override
  public Future<AuthenticationResult> authenticate(Vertx vertx, CallerCredentials credentials) {
    String authorization = credentials.authorization();
    if (authorization.isEmpty()) {
      return unknown("The request needs a bearer token in the header Authorization.");
    }
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return unknown("The header Authorization must be: Bearer TOKEN.");
    }
    String token = authorization.substring(7).trim();
    Caller caller = known.getIfPresent(token);
    return caller == null ? verify(vertx, token) : Future.succeededFuture(finding(caller));
  }

  /** Threads of their own, since routes that users write may keep those of the server. */
  private synchronized WorkerExecutor workers(Vertx vertx) {
    if (workers == null) {
      workers = vertx.createSharedWorkerExecutor("bactrian-authentication", WORKERS);
    }
    return workers;
  }

  /** The issuer's keys may have to be fetched, so not on the event loop. */
  private Future<AuthenticationResult> verify(Vertx vertx, String token) {
    return workers(vertx)
        .executeBlocking(() -> tokens.verify(token), false)
        .map(
            caller -> {
              known.put(token, caller);
              return finding(caller);
            })
        .recover(
            failure ->
                failure instanceof TokenRefusedException refused
                    ? Future.succeededFuture(refused(refused))
                    : Future.failedFuture(failure));
  }

  private static AuthenticationResult finding(Caller caller) {
    return new AuthenticationResult.Authenticated(caller.subject(), names(caller.permissions()));
  }

  private static Future<AuthenticationResult> unknown(String detail) {
    return Future.succeededFuture(new AuthenticationResult.Unauthenticated(CHALLENGE, detail));
  }

  private static AuthenticationResult refused(TokenRefusedException refused) {
    return new AuthenticationResult.Unauthenticated(
        CHALLENGE + ", error=\"invalid_token\", error_description=\"" + refused.getMessage() + "\"",
        String.valueOf(refused.getMessage()));
  }

  @Override
  public String insufficientRoleChallenge(Set<String> roles) {
    String scope = roles.stream().sorted().collect(Collectors.joining(" "));
    return CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + scope + "\"";
  }

  @Override
  public Set<String> rolesForUserRoutes(String method) {
    return names(READING.contains(method) ? EnumSet.of(Permission.READ) : MORE_THAN_READING);
  }

  @Override
  public void checkContract(Operation operation) {
    if (operation.roles().isEmpty() || !PERMISSIONS.containsAll(operation.roles())) {
      throw new IllegalArgumentException(
          operation.id()
              + " needs x-bactrian-roles, each one of "
              + String.join(", ", PERMISSIONS));
    }
  }

  private static Set<String> names(Set<Permission> permissions) {
    return permissions.stream().map(Permission::text).collect(Collectors.toUnmodifiableSet());
  }
}
