package org.bactrian.cloud.http;

import io.swagger.v3.oas.models.security.SecurityScheme;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bactrian.cloud.security.Caller;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenRefusedException;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.http.Guard;

/**
 * Lets in who has a bearer token. Routes of users need one too: to read where the method is GET,
 * HEAD or OPTIONS, and more than that elsewhere.
 */
final class TokenGuard implements Guard {

  private static final String CHALLENGE = "Bearer realm=\"bactrian\"";
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<Permission> MORE_THAN_READING =
      EnumSet.of(Permission.WRITE, Permission.SIGN, Permission.ADMINISTER);
  private static final Set<String> PERMISSIONS = names(EnumSet.allOf(Permission.class));

  private final TokenVerifier tokens;
  private final CallerCache known = new CallerCache();

  TokenGuard(TokenVerifier tokens) {
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
  public Future<Finding> look(Vertx vertx, String authorization) {
    if (authorization.isEmpty()) {
      return unknown("The request needs a bearer token in the header Authorization.");
    }
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return unknown("The header Authorization must be: Bearer TOKEN.");
    }
    String token = authorization.substring(7).trim();
    Optional<Caller> caller = known.find(token);
    return caller.isPresent()
        ? Future.succeededFuture(finding(caller.get()))
        : verify(vertx, token);
  }

  /** The issuer's keys may have to be fetched, so not on the event loop. */
  private Future<Finding> verify(Vertx vertx, String token) {
    return vertx
        .executeBlocking(() -> tokens.verify(token), false)
        .map(
            caller -> {
              known.remember(token, caller);
              return finding(caller);
            })
        .recover(
            failure ->
                failure instanceof TokenRefusedException refused
                    ? Future.succeededFuture(refused(refused))
                    : Future.failedFuture(failure));
  }

  private static Finding finding(Caller caller) {
    return new Finding.Known(caller.subject(), names(caller.permissions()));
  }

  private static Future<Finding> unknown(String detail) {
    return Future.succeededFuture(new Finding.Unknown(CHALLENGE, detail));
  }

  private static Finding refused(TokenRefusedException refused) {
    return new Finding.Unknown(
        CHALLENGE + ", error=\"invalid_token\", error_description=\"" + refused.getMessage() + "\"",
        refused.getMessage());
  }

  @Override
  public String insufficient(Set<String> roles) {
    String scope = roles.stream().sorted().collect(Collectors.joining(" "));
    return CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + scope + "\"";
  }

  @Override
  public Set<String> rolesOfRoutes(String method) {
    return names(READING.contains(method) ? EnumSet.of(Permission.READ) : MORE_THAN_READING);
  }

  @Override
  public void accept(Operation operation) {
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
