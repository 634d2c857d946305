package org.bactrian.localazure.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bactrian.localazure.hub.auth.AccessControl;
import org.bactrian.localazure.hub.auth.HubPermission;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.identity.Identity;
import org.bactrian.localazure.hub.query.QueryException;
import org.bactrian.localazure.hub.query.QuerySource;
import org.bactrian.localazure.hub.query.TwinQuery;
import org.bactrian.localazure.hub.registry.IdentityRegistry;
import org.bactrian.localazure.hub.registry.TwinJson;
import org.bactrian.localazure.storage.StateThread;

/**
 * Queries over twins, page by page ("Query - Get Twins",
 * https://learn.microsoft.com/rest/api/iothub/service/query/get-twins).
 */
record QueryResource(IdentityRegistry registry, StateThread stateThread) {

  private static final String PAGE_SIZE = "x-ms-max-item-count";
  private static final String CONTINUATION = "x-ms-continuation";
  private static final String ITEM_TYPE = "x-ms-item-type";
  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_PAGE = 1_000;

  /** One answer; the next page begins where this ends, if there is more. */
  private record TwinPage(ArrayNode items, boolean twins, Optional<QueryPosition> next) {}

  void mount(Router router, AccessControl access) {
    router
        .post("/devices/query")
        .handler(new ServiceAuthorization(access, HubPermission.SERVICE_CONNECT))
        .handler(this::query);
  }

  private void query(RoutingContext context) {
    String text = ServiceRequest.body(context).path("query").asText("");
    TwinQuery query = parse(text);
    int size = pageSize(ServiceRequest.header(context, PAGE_SIZE));
    QueryPosition start = QueryPosition.of(text, ServiceRequest.header(context, CONTINUATION));
    // Many twins take their time, which the event loop has not.
    stateThread
        .call(() -> query.isAggregate() ? groups(query, start, size) : page(query, start, size))
        .onSuccess(page -> answer(context, page))
        .onFailure(context::fail);
  }

  private static void answer(RoutingContext context, TwinPage page) {
    context.response().putHeader(ITEM_TYPE, page.twins() ? "Twin" : "Raw");
    page.next().ifPresent(next -> context.response().putHeader(CONTINUATION, next.token()));
    ServiceRequest.answer(context, page.items());
  }

  @SuppressWarnings("ReferenceEquality") // without a projection the twin itself is the result
  private TwinPage page(TwinQuery query, QueryPosition start, int size) {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    boolean twins = true;
    int left = Math.min(size, query.limit() - start.given());
    String last = start.after();
    for (Identity identity : registry.identitiesAfter(start.after())) {
      if (!belongs(identity.id(), query.source())
          || !query.mayMatch(TwinJson.tagged(registry, identity.id()))) {
        continue;
      }
      ObjectNode twin = TwinJson.of(registry, identity.id());
      if (!query.matches(twin)) {
        continue;
      }
      if (items.size() >= left) {
        // A result that the page has no room for: it begins the next, unless TOP ends here.
        int given = start.given() + items.size();
        return given < query.limit()
            ? new TwinPage(
                items, twins, Optional.of(new QueryPosition(start.fingerprint(), given, last)))
            : new TwinPage(items, twins, Optional.empty());
      }
      JsonNode item = query.project(twin);
      twins &= item == twin;
      items.add(item);
      last = identity.id().toString();
    }
    return new TwinPage(items, twins, Optional.empty());
  }

  /** Groups are figured out anew for each page, since nothing is kept between two. */
  private TwinPage groups(TwinQuery query, QueryPosition start, int size) {
    List<JsonNode> twins = new ArrayList<>();
    for (Identity identity : registry.identities()) {
      if (belongs(identity.id(), query.source())) {
        twins.add(TwinJson.of(registry, identity.id()));
      }
    }
    List<JsonNode> groups = query.run(twins);
    int end = Math.min(groups.size(), start.given() + size);
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    groups.subList(Math.min(start.given(), end), end).forEach(items::add);
    return new TwinPage(
        items,
        false,
        end < groups.size()
            ? Optional.of(new QueryPosition(start.fingerprint(), end, ""))
            : Optional.empty());
  }

  private static boolean belongs(ClientId id, QuerySource source) {
    return id.isModule() == (source == QuerySource.MODULES);
  }

  private static TwinQuery parse(String text) {
    try {
      return TwinQuery.parse(text);
    } catch (QueryException e) {
      throw new HubFaultException(HubFault.ARGUMENT_INVALID, String.valueOf(e.getMessage()));
    }
  }

  // A size that cannot be is no error: the hub may choose another, so it does.
  private static int pageSize(String header) {
    try {
      int size = Integer.parseInt(header);
      return size < 1 ? DEFAULT_PAGE : Math.min(size, MAX_PAGE);
    } catch (NumberFormatException e) {
      return DEFAULT_PAGE;
    }
  }
}
