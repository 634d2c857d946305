package org.bactrian.launcher.role;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;

/**
 * Health pages of a role in the form of camel-platform-http-main, which they replace because it
 * escapes messages twice, so that an address in them cannot be read.
 */
final class HealthPages {

  static final String PATH = "/observe/health";

  /** Camel's own handlers of these paths come later. */
  private static final int BEFORE_CAMEL = -1;

  private static final int DOWN = 503;

  private final CamelContext context;

  private HealthPages(CamelContext context) {
    this.context = context;
  }

  /** Kinds of checks that a page asks. */
  private enum Kind {
    ALL,
    LIVENESS,
    READINESS
  }

  /** Adds the pages to the router of the role's management port. */
  static void addTo(Router router, CamelContext context) {
    HealthPages pages = new HealthPages(context);
    pages.add(router, PATH, Kind.ALL);
    pages.add(router, PATH + "/live", Kind.LIVENESS);
    pages.add(router, PATH + "/ready", Kind.READINESS);
  }

  private void add(Router router, String path, Kind kind) {
    router.get(path).order(BEFORE_CAMEL).blockingHandler(request -> answer(request, kind), false);
  }

  private void answer(RoutingContext request, Kind kind) {
    String asked = request.request().getParam("exposureLevel");
    String level = asked == null ? HealthCheckRegistry.get(context).getExposureLevel() : asked;
    Collection<HealthCheck.Result> results = results(kind, level);
    boolean up = HealthCheckHelper.isResultsUp(results, kind == Kind.READINESS);
    ObjectNode page = JSON.createObjectNode().put("status", up ? "UP" : "DOWN");
    if (!"oneline".equals(level)) {
      boolean withDetails = "true".equals(request.request().getParam("data"));
      for (HealthCheck.Result result : results) {
        if ("full".equals(level) || result.getState() == HealthCheck.State.DOWN) {
          page.withArray("checks").add(check(result, withDetails));
        }
      }
    }
    request.response().putHeader("content-type", "application/json");
    if (!up) {
      request.response().setStatusCode(DOWN);
    }
    try {
      request.end(JSON.writeValueAsString(page));
    } catch (JsonProcessingException e) {
      request.fail(e);
    }
  }

  private Collection<HealthCheck.Result> results(Kind kind, String level) {
    return switch (kind) {
      case ALL -> HealthCheckHelper.invoke(context, level);
      case LIVENESS -> HealthCheckHelper.invokeLiveness(context, level);
      case READINESS -> HealthCheckHelper.invokeReadiness(context, level);
    };
  }

  private static ObjectNode check(HealthCheck.Result result, boolean withDetails) {
    ObjectNode check = JSON.createObjectNode();
    check.put("name", result.getCheck().getId());
    check.put("status", result.getState().name());
    result.getError().ifPresent(error -> check.put("error-message", error.getMessage()));
    result.getMessage().ifPresent(message -> check.put("message", message));
    if (withDetails && !result.getDetails().isEmpty()) {
      ObjectNode data = check.putObject("data");
      new TreeMap<>(result.getDetails())
          .forEach((name, value) -> data.put(name, value == null ? "" : value.toString()));
    }
    return check;
  }
}
