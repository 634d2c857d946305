package org.bactrian.web.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;

/**
 * Cross-origin resource sharing after the Fetch standard: answers preflight requests of those
 * origins that are listed. Requests of other origins go on as if nothing was asked, and the browser
 * keeps their answers from the page.
 */
final class CrossOriginHandler implements Handler<RoutingContext> {

  private static final String ANY = "*";
  private static final int PREFLIGHT_SECONDS = 600;

  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE);

  private static final Set<String> SENT =
      Set.of(
          "Accept",
          "Authorization",
          "Content-Type",
          "x-ms-continuation",
          "x-ms-max-item-count",
          // Headers of SignalR's client.
          "x-requested-with",
          "x-signalr-user-agent");

  private static final Set<String> SHOWN =
      Set.of("Allow", "Location", "Retry-After", "WWW-Authenticate");

  private final List<String> origins;
  private final CorsHandler cors;

  /** For pages of {@code origins}, such as {@code https://example.org}, or {@code *} for all. */
  CrossOriginHandler(List<String> origins) {
    this.origins = origins;
    this.cors =
        CorsHandler.create()
            .allowedMethods(METHODS)
            .allowedHeaders(SENT)
            .exposedHeaders(SHOWN)
            .maxAgeSeconds(PREFLIGHT_SECONDS);
    if (origins.contains(ANY)) {
      cors.addOrigin(ANY);
    } else {
      cors.addOrigins(origins);
    }
  }

  @Override
  public void handle(RoutingContext context) {
    String origin = context.request().getHeader(HttpHeaders.ORIGIN);
    if (origin == null || origins.contains(ANY) || origins.contains(origin)) {
      cors.handle(context);
    } else {
      context.next();
    }
  }
}
