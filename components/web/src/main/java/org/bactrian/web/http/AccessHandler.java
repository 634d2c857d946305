package org.bactrian.web.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.contract.Resolution;
import org.bactrian.web.http.Guard.Finding;
import org.bactrian.web.problem.Problem;
import org.bactrian.web.problem.ProblemTable;

/**
 * Lets a request through that comes from someone who may, asks for something that exists, and in a
 * form that is spoken here. The answer is JSON whatever the request accepts, as ASP.NET Core falls
 * back to it.
 */
final class AccessHandler implements Handler<RoutingContext> {

  /** Where the request keeps the {@link Operation} that it asks for. */
  static final String OPERATION = "bactrian.operation";

  /** Where the request keeps the name of its caller. */
  static final String CALLER = "bactrian.caller";

  private final Contracts contracts;
  private final Guard guard;

  AccessHandler(Contracts contracts, Guard guard) {
    this.contracts = contracts;
    this.guard = guard;
  }

  @Override
  public void handle(RoutingContext context) {
    String authorization = context.request().getHeader("Authorization");
    Future<Finding> finding =
        guard.look(context.vertx(), authorization == null ? "" : authorization);
    if (finding.isComplete()) {
      judge(context, finding);
      return;
    }
    boolean paused = !context.request().isEnded();
    if (paused) {
      context.request().pause();
    }
    finding.onComplete(
        found -> {
          if (paused) {
            context.request().resume();
          }
          judge(context, found);
        });
  }

  private void judge(RoutingContext context, AsyncResult<Finding> found) {
    if (found.failed()) {
      ProblemResponse.send(context, ProblemTable.of(found.cause()));
    } else if (found.result() instanceof Finding.Unknown unknown) {
      context.response().putHeader("WWW-Authenticate", unknown.challenge());
      ProblemResponse.send(context, notSignedIn(unknown.detail()));
    } else if (found.result() instanceof Finding.Known caller) {
      admit(context, caller);
    }
  }

  private static Problem notSignedIn(String detail) {
    return new Problem(
        401, "Not signed in", detail, "UnauthorizedAccessException", List.of(), Duration.ZERO);
  }

  private void admit(RoutingContext context, Finding.Known caller) {
    context.put(CALLER, caller.name());
    String method = context.request().method().name();
    Resolution resolution = contracts.resolve(method, context.normalizedPath());
    if (resolution instanceof Resolution.Found found) {
      admit(context, caller, found.operation());
    } else if (resolution instanceof Resolution.OtherMethod other) {
      context.response().putHeader("Allow", String.join(", ", other.allowed()));
      ProblemResponse.send(context, HttpProblems.methodNotAllowed(method, other.allowed()));
    } else if (resolution instanceof Resolution.NoOperation) {
      ProblemResponse.send(context, HttpProblems.notFound(context.request().path()));
    } else if (mayAnyOf(context, caller, guard.rolesOfRoutes(method))) {
      context.next();
    }
  }

  private void admit(RoutingContext context, Finding.Known caller, Operation operation) {
    if (!mayAnyOf(context, caller, operation.roles())) {
      return;
    }
    if (operation.body() instanceof Operation.Body.Json && !sendsJson(context)) {
      ProblemResponse.send(
          context,
          Problem.of(415, "Unsupported media type", "The body must be sent as application/json."));
      return;
    }
    context.put(OPERATION, operation);
    context.next();
  }

  private boolean mayAnyOf(RoutingContext context, Finding.Known caller, Set<String> roles) {
    if (roles.isEmpty() || !Collections.disjoint(caller.roles(), roles)) {
      return true;
    }
    String names = roles.stream().sorted().collect(Collectors.joining(", "));
    context.response().putHeader("WWW-Authenticate", guard.insufficient(roles));
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
}
