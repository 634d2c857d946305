package org.bactrian.launcher.role;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.CamelContext;
import org.bactrian.web.operation.OperationsComponent;
import org.bactrian.web.operation.ServedOperation;

/**
 * Page of the management port with every operation and the route that carries it out: {@code
 * [{"service", "operation", "route", "target"}]}, where {@code service} is the contract; all but
 * the operation only where there is one.
 */
final class OperationsPage {

  static final String PATH = "/observe/operations";

  private OperationsPage() {}

  /** Adds the page to the router of the role's management port. */
  static void addTo(Router router, CamelContext context) {
    router.get(PATH).blockingHandler(request -> answer(request, context), false);
  }

  private static void answer(RoutingContext request, CamelContext context) {
    ArrayNode page = JSON.createArrayNode();
    OperationsComponent.of(context)
        .ifPresent(operations -> operations.served().forEach(served -> add(page, served)));
    request.response().putHeader("content-type", "application/json");
    try {
      request.end(JSON.writeValueAsString(page));
    } catch (JsonProcessingException e) {
      request.fail(e);
    }
  }

  private static void add(ArrayNode page, ServedOperation served) {
    ObjectNode entry = page.addObject();
    put(entry, "service", served.service());
    put(entry, "operation", served.operation());
    put(entry, "route", served.route());
    put(entry, "target", served.target());
  }

  private static void put(ObjectNode entry, String name, String value) {
    if (!value.isEmpty()) {
      entry.put(name, value);
    }
  }
}
