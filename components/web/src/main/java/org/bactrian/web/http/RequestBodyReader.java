package org.bactrian.web.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import java.util.Optional;
import org.bactrian.model.method.ByteBudget;
import org.bactrian.model.method.RequestWeight;
import org.bactrian.web.contract.Operation;

/**
 * Reads the body of a request that was let in, as far as its operation's limit, the budget of bytes
 * in flight and the time for it allow. A body that is refused is read on and dropped, so that its
 * sender sees the answer.
 */
final class RequestBodyReader implements Handler<RoutingContext> {

  private static final long UNKNOWN = -1;

  private final HttpLimits limits;
  private final ByteBudget budget;
  private final BodyHandler forms;

  RequestBodyReader(HttpLimits limits, ByteBudget budget) {
    this.limits = limits;
    this.budget = budget;
    this.forms = BodyHandler.create(false).setBodyLimit(limits.maxBodyBytes());
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    long length = length(request);
    if (length == 0 || (length == UNKNOWN && !hasBodyOfUnknownLength(request))) {
      context.next();
      return;
    }
    Optional<Operation> operation =
        Optional.ofNullable(context.get(AuthorizationHandler.OPERATION));
    long limit = limit(operation);
    RequestByteBudget share = new RequestByteBudget(budget);
    context.put(RequestByteBudget.KEY, share);
    context.addEndHandler(ended -> share.release());
    IncomingBody body =
        new IncomingBody(
            context,
            new IncomingBody.Reservation(limit, budget.max(), announced(context, length, limit)),
            share,
            operation.map(Operation::body).filter(Operation.Body.Json.class::isInstance).isPresent()
                ? Optional.of(new RequestWeight())
                : Optional.empty());
    body.closeAfter(limits.bodyTimeout());
    if (isCoded(request)) {
      String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
      context.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
      ProblemResponse.send(context, HttpProblems.contentCoded(coding));
      body.drop();
    } else if (!body.isTaken()) {
      body.drop();
    } else if (expectsOtherThanContinue(request)) {
      context.fail(417);
      body.drop();
    } else if (isForm(context)) {
      forms.handle(context);
    } else {
      body.read();
    }
  }

  private static boolean isCoded(HttpServerRequest request) {
    String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    return coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity");
  }

  private long limit(Optional<Operation> operation) {
    return operation
        .map(found -> Math.min(found.maxBodyBytes(), limits.maxBodyBytes()))
        .orElse(limits.maxBodyBytes());
  }

  /** A form is read as a whole, so one of unknown length counts as the largest. */
  private static long announced(RoutingContext context, long length, long limit) {
    return length != UNKNOWN ? length : isForm(context) ? limit : 0;
  }

  private static long length(HttpServerRequest request) {
    String text = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return text == null ? UNKNOWN : Math.max(0, Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  private static boolean hasBodyOfUnknownLength(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (request.version() == HttpVersion.HTTP_2 && !request.isEnded());
  }

  private static boolean expectsOtherThanContinue(HttpServerRequest request) {
    String expected = request.getHeader(HttpHeaders.EXPECT);
    if (expected == null || request.version() == HttpVersion.HTTP_1_0) {
      return false;
    }
    if (!expected.equalsIgnoreCase("100-continue")) {
      return true;
    }
    if (!isForm(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      request.response().writeContinue();
    }
    return false;
  }

  private static boolean isForm(RoutingContext context) {
    return isForm(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
  }

  private static boolean isForm(String contentType) {
    String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("application/x-www-form-urlencoded")
        || type.startsWith("multipart/form-data");
  }
}
