package org.bactrian.web.http;

import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.bactrian.web.header.InternalHeaderFilter;
import org.bactrian.web.header.InternalHeaders;

/**
 * HTTP engine that puts the endpoints of routes on the {@link RestHttpServer}, whatever other
 * servers exist.
 */
final class RestHttpEngine extends VertxPlatformHttpEngine {

  private static final Pattern PARAMETER = Pattern.compile("\\{([^/}]+)}");

  private final IntSupplier port;

  RestHttpEngine(IntSupplier port) {
    this.port = port;
  }

  /**
   * Makes the consumer of an endpoint.
   *
   * @throws IllegalArgumentException when a parameter of its path is named like an internal header
   */
  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    requireOwnParameters(endpoint.getPath());
    RestServer.prepareIn(endpoint.getCamelContext());
    endpoint.setHeaderFilterStrategy(
        InternalHeaderFilter.bothWays(endpoint.getHeaderFilterStrategy()));
    // The body was read already, as far as its limits allow.
    endpoint.setUseBodyHandler(false);
    return new UserRouteConsumer(endpoint, processor, getHandlers(), RestHttpServer.ROUTER);
  }

  /** Camel makes headers of them that no filter sees. */
  private static void requireOwnParameters(String path) {
    Matcher parameter = PARAMETER.matcher(path);
    while (parameter.find()) {
      if (InternalHeaders.isInternal(parameter.group(1))) {
        throw new IllegalArgumentException(
            ("The path %s would let callers set the internal header %s. Give the parameter a"
                    + " name of your own, and set the header in the route.")
                .formatted(path, parameter.group(1)));
      }
    }
  }

  @Override
  public int getServerPort() {
    return port.getAsInt();
  }
}
