package org.bactrian.web.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.contract.OperationResolution;
import org.bactrian.web.http.RequestAuthenticator.AuthenticationResult;
import org.bactrian.web.problem.ExceptionProblemMapper;
import org.bactrian.web.problem.Problem;

/**
 * Passes a request on when its caller is authenticated and has the role, the operation exists, and
 * the media type is supported. An operation that is open to everyone asks nobody who it is. The
 * response is JSON whatever the request accepts, which is also the fallback of ASP.NET Core.
 */
final class AuthorizationHandler implements Handler<RoutingContext> {

  /** Key of the request's {@link Operation} in the routing context. */
  static final String OPERATION = "bactrian.operation";

  /** Key of the caller's name in the routing context. */
  static final String CALLER = "bactrian.caller";

  /**
   * Key of a supplier in the routing context of a stream: whether the caller may still read it, as
   * a future.
   */
  static final String AUTHORIZATION = "bactrian.authorization";

  /** Parameter of streams for callers that can send no header. */
  static final String TOKEN_PARAMETER = "access_token";

  private final Contracts contracts;
  private final RequestAuthenticator authenticator;
  private final CallerRates rates;

  AuthorizationHandler(Contracts contracts, RequestAuthenticator authenticator, CallerRates rates) {
    this.contracts = contracts;
    this.authenticator = authenticator;
    this.rates = rates;
  }

  @Override
  public void handle(RoutingContext context) {
    if (contracts.resolve(context.request().method().name(), context.normalizedPath())
            instanceof OperationResolution.Found found
        && found.operation().open()) {
      if (!mayAskNow(context, "")) {
        return;
      }
      context.put(CALLER, "");
      context.put(OPERATION, found.operation());
      context.next();
      return;
    }
    Future<AuthenticationResult> authentication = authenticate(context);
    if (authentication.isComplete()) {
      judge(context, authentication);
      return;
    }
    boolean paused = !context.request().isEnded();
    if (paused) {
      context.request().pause();
    }
    authentication.onComplete(
        found -> {
          if (paused) {
            context.request().resume();
          }
          judge(context, found);
        });
  }

  private Future<AuthenticationResult> authenticate(RoutingContext context) {
    return authenticator.authenticate(
        context.vertx(),
        new CallerCredentials(authorization(context), certificates(context.request())));
  }

  private static List<X509Certificate> certificates(HttpServerRequest request) {
    if (!request.isSSL()) {
      return List.of();
    }
    try {
      return ClientCertificateTrust.x509(request.connection().peerCertificates());
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  /**
   * The header of the request. A browser can give a WebSocket or an EventSource no header, so only
   * there the token may be a parameter.
   */
  private String authorization(RoutingContext context) {
    String header = context.request().getHeader("Authorization");
    if (header != null) {
      return header;
    }
    String token = context.request().getParam(TOKEN_PARAMETER);
    boolean stream =
        token != null
            && contracts.resolve(context.request().method().name(), context.normalizedPath())
                instanceof OperationResolution.Found found
            && found.operation().stream();
    return stream ? "Bearer " + token : "";
  }

  private void judge(RoutingContext context, AsyncResult<AuthenticationResult> found) {
    if (found.failed()) {
      ProblemResponse.send(context, ExceptionProblemMapper.of(found.cause()));
    } else if (found.result() instanceof AuthenticationResult.Unauthenticated unknown) {
      if (!mayAskNow(context, "")) {
        return;
      }
      context.response().putHeader("WWW-Authenticate", unknown.challenge());
      ProblemResponse.send(context, notSignedIn(unknown.detail()));
    } else if (found.result() instanceof AuthenticationResult.Authenticated caller
        && mayAskNow(context, caller.name())) {
      admit(context, caller);
    }
  }

  /** Callers without a name share the rate of their address. */
  private boolean mayAskNow(RoutingContext context, String name) {
    SocketAddress address = context.request().remoteAddress();
    String caller = name + "@" + (address == null ? "" : address.hostAddress());
    if (rates.tryTake(caller, System.nanoTime())) {
      return true;
    }
    ProblemResponse.send(context, HttpProblems.tooManyRequests());
    return false;
  }

  private static Problem notSignedIn(String detail) {
    return new Problem(
        401, "Not signed in", detail, "UnauthorizedAccessException", List.of(), Duration.ZERO);
  }

  private void admit(RoutingContext context, AuthenticationResult.Authenticated caller) {
    context.put(CALLER, caller.name());
    String method = context.request().method().name();
    OperationResolution resolution = contracts.resolve(method, context.normalizedPath());
    if (resolution instanceof OperationResolution.Found found) {
      admit(context, caller, found.operation());
    } else if (resolution instanceof OperationResolution.OtherMethod other) {
      context.response().putHeader("Allow", String.join(", ", other.allowed()));
      ProblemResponse.send(context, HttpProblems.methodNotAllowed(method, other.allowed()));
    } else if (resolution instanceof OperationResolution.NoOperation) {
      ProblemResponse.send(context, HttpProblems.notFound(context.request().path()));
    } else if (mayAnyOf(context, caller, authenticator.rolesForUserRoutes(method))) {
      context.next();
    }
  }

  private void admit(
      RoutingContext context, AuthenticationResult.Authenticated caller, Operation operation) {
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
    if (operation.stream()) {
      Supplier<Future<Boolean>> authorization =
          () -> authenticate(context).map(found -> isStillLetIn(found, operation));
      context.put(AUTHORIZATION, authorization);
    }
    context.next();
  }

  private static boolean isStillLetIn(AuthenticationResult found, Operation operation) {
    return found instanceof AuthenticationResult.Authenticated caller
        && (operation.roles().isEmpty()
            || !Collections.disjoint(caller.roles(), operation.roles()));
  }

  private boolean mayAnyOf(
      RoutingContext context, AuthenticationResult.Authenticated caller, Set<String> roles) {
    if (roles.isEmpty() || !Collections.disjoint(caller.roles(), roles)) {
      return true;
    }
    String names = roles.stream().sorted().collect(Collectors.joining(", "));
    context
        .response()
        .putHeader("WWW-Authenticate", authenticator.insufficientRoleChallenge(roles));
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
