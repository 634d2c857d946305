package org.bactrian.web.problem;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;

/**
 * Answers a failed exchange with a problem; the bean {@code problems} of the routes.
 *
 * <p>Only what came through the REST door is owed one. A route that takes events must see its
 * failure, or the event would be acknowledged as done.
 */
public final class ProblemAnswers {

  /** Whether the exchange came through the REST door. */
  public boolean areOwed(Exchange exchange) {
    return exchange.getFromEndpoint() instanceof PlatformHttpEndpoint
        || exchange.getProperty(Exchange.REST_OPENAPI) != null;
  }

  /** Makes the answer of the failure that the exchange met. */
  public void answer(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    put(exchange, ProblemTable.of(failure));
  }

  /** Makes {@code problem} the answer of the exchange. */
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
