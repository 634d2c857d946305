package org.bactrian.localazure.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.bactrian.localazure.hub.auth.AccessControl;
import org.bactrian.localazure.hub.auth.HubPermission;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.registry.IdentityRegistry;
import org.bactrian.localazure.hub.registry.TwinJson;
import org.bactrian.localazure.hub.twin.HubTwin;
import org.bactrian.localazure.storage.StateThread;

/**
 * Twins of devices and modules ("Devices - Get Twin", "Update Twin", "Replace Twin",
 * https://learn.microsoft.com/rest/api/iothub/service/devices). PATCH may come as POST with the
 * header X-HTTP-Method-Override, for clients that know no PATCH.
 */
record TwinResource(IdentityRegistry registry, StateThread stateThread) {

  void mount(Router router, AccessControl access) {
    Handler<RoutingContext> gate = new ServiceAuthorization(access, HubPermission.SERVICE_CONNECT);
    for (String path : List.of("/twins/:device", "/twins/:device/modules/:module")) {
      router.get(path).handler(gate).handler(this::get);
      router.patch(path).handler(gate).handler(this::patch);
      router.post(path).handler(gate).handler(this::overridden);
      router.put(path).handler(gate).handler(this::replace);
    }
  }

  private void get(RoutingContext context) {
    answer(context, TwinJson.of(registry, ServiceRequest.client(context)));
  }

  private void overridden(RoutingContext context) {
    String method = ServiceRequest.header(context, "X-HTTP-Method-Override");
    if (!method.equalsIgnoreCase("PATCH")) {
      throw new HubFaultException(HubFault.METHOD_NOT_ALLOWED, "A twin takes GET, PATCH and PUT");
    }
    patch(context);
  }

  private void patch(RoutingContext context) {
    change(context, registry::patchTwin);
  }

  private void replace(RoutingContext context) {
    change(context, registry::replaceTwin);
  }

  /** Change of a twin under its etag. */
  private interface Change {
    HubTwin make(ClientId id, JsonNode body, String ifMatch);
  }

  private void change(RoutingContext context, Change change) {
    ClientId id = ServiceRequest.client(context);
    JsonNode body = ServiceRequest.body(context);
    String ifMatch = ServiceRequest.ifMatch(context).orElse("*");
    // As JSON on the thread that changed the twin: for others it may be gone already.
    stateThread
        .call(() -> TwinJson.of(registry, id, change.make(id, body, ifMatch)))
        .onSuccess(twin -> answer(context, twin))
        .onFailure(context::fail);
  }

  private static void answer(RoutingContext context, ObjectNode twin) {
    ServiceRequest.answer(context, twin, twin.path("etag").asText());
  }
}
