package org.bactrian.launcher.role;

import io.vertx.ext.web.Router;

/** Metrics page of a role's management port. */
final class MetricsPage {

  static final String PATH = "/observe/metrics";

  /** Path that Prometheus asks for unless its configuration names another. */
  static final String USUAL_PATH = "/metrics";

  private MetricsPage() {}

  /** Adds the path to the router of the role's management port. */
  static void addTo(Router router) {
    router.get(USUAL_PATH).handler(request -> request.reroute(PATH));
  }
}
