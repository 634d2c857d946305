package org.bactrian.cloud.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bactrian.cloud.contract.Contracts;
import org.bactrian.cloud.contract.Operation;
import org.bactrian.cloud.contract.Resolution;
import org.bactrian.cloud.problem.Problem;
import org.bactrian.cloud.problem.ProblemTable;
import org.bactrian.cloud.security.Caller;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenRefusedException;
import org.bactrian.cloud.security.TokenVerifier;

/**
 * Lets a request through that comes from someone who may, asks for something that exists, and in a
 * form that is spoken here. Routes of users need a token too: to read where the method is GET, HEAD
 * or OPTIONS, and more than that elsewhere.
 */
final class AccessHandler implements Handler<RoutingContext> {

  /** Where the request keeps the id of the operation that it asks for. */
  static final String OPERATION = "bactrian.operation";

  private static final String CHALLENGE = "Bearer realm=\"bactrian\"";
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<Permission> MORE_THAN_READING =
      EnumSet.of(Permission.WRITE, Permission.SIGN, Permission.ADMINISTER);

  private final Contracts contracts;
  private final TokenVerifier tokens;
  private final CallerCache known = new CallerCache();

  AccessHandler(Contracts contracts, TokenVerifier tokens) {
    this.contracts = contracts;
    this.tokens = tokens;
  }

  @Override
  public void handle(RoutingContext context) {
    String authorization = context.request().getHeader("Authorization");
    if (authorization == null) {
      refuse(context, CHALLENGE, "The request needs a bearer token in the header Authorization.");
      return;
    }
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      refuse(context, CHALLENGE, "The header Authorization must be: Bearer TOKEN.");
      return;
    }
    String token = authorization.substring(7).trim();
    Optional<Caller> caller = known.find(token);
    if (caller.isPresent()) {
      admit(context, caller.get());
    } else {
      verify(context, token);
    }
  }

  /** The issuer's keys may have to be fetched, so not on the event loop. */
  private void verify(RoutingContext context, String token) {
    boolean paused = !context.request().isEnded();
    if (paused) {
      context.request().pause();
    }
    context
        .vertx()
        .executeBlocking(() -> tokens.verify(token), false)
        .onComplete(
            verified -> {
              if (paused) {
                context.request().resume();
              }
              if (verified.succeeded()) {
                known.remember(token, verified.result());
                admit(context, verified.result());
              } else if (verified.cause() instanceof TokenRefusedException refused) {
                String challenge =
                    CHALLENGE
                        + ", error=\"invalid_token\", error_description=\""
                        + refused.getMessage()
                        + "\"";
                refuse(context, challenge, refused.getMessage());
              } else {
                ProblemResponse.send(context, ProblemTable.of(verified.cause()));
              }
            });
  }

  private static void refuse(RoutingContext context, String challenge, String detail) {
    context.response().putHeader("WWW-Authenticate", challenge);
    ProblemResponse.send(
        context,
        new Problem(
            401, "Not signed in", detail, "UnauthorizedAccessException", List.of(), Duration.ZERO));
  }

  private void admit(RoutingContext context, Caller caller) {
    // Set for every request, so that nobody can send the name of another.
    context.request().headers().set(ContractBinding.CALLER, caller.subject());
    String method = context.request().method().name();
    Resolution resolution = contracts.resolve(method, context.normalizedPath());
    if (resolution instanceof Resolution.Found found) {
      admit(context, caller, found.operation());
    } else if (resolution instanceof Resolution.OtherMethod other) {
      context.response().putHeader("Allow", String.join(", ", other.allowed()));
      ProblemResponse.send(context, HttpProblems.methodNotAllowed(method, other.allowed()));
    } else if (resolution instanceof Resolution.NoOperation) {
      ProblemResponse.send(context, HttpProblems.notFound(context.request().path()));
    } else {
      Set<Permission> needed =
          READING.contains(method) ? EnumSet.of(Permission.READ) : MORE_THAN_READING;
      if (mayAnyOf(context, caller, needed)) {
        context.next();
      }
    }
  }

  private void admit(RoutingContext context, Caller caller, Operation operation) {
    if (!mayAnyOf(context, caller, operation.permissions())) {
      return;
    }
    if (operation.body() instanceof Operation.Body.Json && !sendsJson(context)) {
      ProblemResponse.send(
          context,
          Problem.of(415, "Unsupported media type", "The body must be sent as application/json."));
      return;
    }
    if (operation.answers() && !takesJson(context)) {
      ProblemResponse.send(
          context,
          Problem.of(
              406,
              "Not acceptable",
              "The answer is application/json, which the header"
                  + " Accept of the request does not take."));
      return;
    }
    context.put(OPERATION, operation.id());
    context.next();
  }

  private static boolean mayAnyOf(
      RoutingContext context, Caller caller, Set<Permission> permissions) {
    if (caller.mayAnyOf(permissions)) {
      return true;
    }
    String names =
        permissions.stream().sorted().map(Permission::text).collect(Collectors.joining(", "));
    context
        .response()
        .putHeader(
            "WWW-Authenticate",
            CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + names.replace(",", "") + "\"");
    ProblemResponse.send(
        context,
        Problem.of(403, "Not permitted", "The caller needs one of these roles: " + names + "."));
    return false;
  }

  private static boolean sendsJson(RoutingContext context) {
    String type = context.request().getHeader("Content-Type");
    if (type == null || type.isBlank()) {
      return true;
    }
    String essence = type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    return essence.equals("application/json")
        || essence.equals("text/json")
        || (essence.startsWith("application/") && essence.endsWith("+json"));
  }

  private static boolean takesJson(RoutingContext context) {
    List<MIMEHeader> accepted = context.parsedHeaders().accept();
    return accepted.isEmpty() || accepted.stream().anyMatch(AccessHandler::isJson);
  }

  private static boolean isJson(MIMEHeader type) {
    if (type.weight() == 0) {
      return false;
    }
    String component = type.component();
    String sub = type.subComponent();
    return switch (component) {
      case "*" -> true;
      case "application" -> sub.equals("*") || sub.equals("json");
      case "text" -> sub.equals("*") || sub.equals("json");
      default -> false;
    };
  }
}
