package org.bactrian.web.problem;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;

/**
 * Writes the problem of a failed exchange into its response; the bean {@code problems} of the
 * routes.
 *
 * <p>Only what came through the REST server is owed one. A route that takes events must see its
 * failure, or the event would be acknowledged as done.
 */
public final class ExchangeProblems {

  /** Property of an exchange that came through the REST server for an operation. */
  public static final String REST_REQUEST = "BactrianRestRequest";

  /** Returns true when the exchange came through the REST server. */
  public boolean isRestRequest(Exchange exchange) {
    return exchange.getFromEndpoint() instanceof PlatformHttpEndpoint
        || exchange.getProperty(REST_REQUEST) != null;
  }

  /** Writes the response for the failure of the exchange. */
  public void respond(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    put(exchange, ExceptionProblemMapper.of(failure));
  }

  /** Writes {@code problem} as the response of the exchange. */
  public static void put(Exchange exchange, Problem problem) {
    Message message = exchange.getMessage();
    String path = message.getHeader(Exchange.HTTP_PATH, "", String.class);
    message.removeHeaders("*", "CamelHttp*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
    message.setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.retryAfterSeconds() > 0) {
      message.setHeader("Retry-After", problem.retryAfterSeconds());
    }
    message.setBody(problem.json(path));
  }
}
