package org.bactrian.localazure.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.bactrian.localazure.hub.auth.AccessControl;
import org.bactrian.localazure.hub.auth.HubPermission;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.identity.Identity;
import org.bactrian.localazure.hub.registry.IdentityJson;
import org.bactrian.localazure.hub.registry.IdentityRegistry;
import org.bactrian.localazure.storage.StateThread;

/**
 * Devices, modules and statistics ("Service - Devices", "Service - Modules", "Service -
 * Statistics", https://learn.microsoft.com/rest/api/iothub/service/devices).
 */
record IdentityResource(IdentityRegistry registry, StateThread stateThread) {

  private static final int DEFAULT_TOP = 1_000;
  private static final int NO_CONTENT = 204;

  void mount(Router router, AccessControl access) {
    Handler<RoutingContext> reader = new ServiceAuthorization(access, HubPermission.REGISTRY_READ);
    Handler<RoutingContext> writer = new ServiceAuthorization(access, HubPermission.REGISTRY_WRITE);
    router.get("/devices").handler(reader).handler(this::listDevices);
    router.get("/devices/:device/modules").handler(reader).handler(this::listModules);
    router.get("/statistics/devices").handler(reader).handler(this::deviceStatistics);
    router.get("/statistics/service").handler(reader).handler(this::serviceStatistics);
    for (String path : List.of("/devices/:device", "/devices/:device/modules/:module")) {
      router.get(path).handler(reader).handler(this::get);
      router.put(path).handler(writer).handler(this::put);
      router.delete(path).handler(writer).handler(this::delete);
    }
  }

  private void get(RoutingContext context) {
    answer(context, registry.requireIdentity(ServiceRequest.client(context)));
  }

  // Without If-Match it creates, with If-Match it updates.
  private void put(RoutingContext context) {
    ClientId id = ServiceRequest.client(context);
    JsonNode body = ServiceRequest.body(context);
    requireSame(id, body);
    Optional<String> ifMatch = ServiceRequest.ifMatch(context);
    stateThread
        .call(
            () ->
                ifMatch.isPresent()
                    ? registry.update(id, body, ifMatch.get())
                    : registry.create(id, body))
        .onSuccess(identity -> answer(context, identity))
        .onFailure(context::fail);
  }

  private void delete(RoutingContext context) {
    ClientId id = ServiceRequest.client(context);
    String ifMatch = ServiceRequest.ifMatch(context).orElse("*");
    stateThread
        .run(() -> registry.delete(id, ifMatch))
        .onSuccess(done -> context.response().setStatusCode(NO_CONTENT).end())
        .onFailure(context::fail);
  }

  private void listDevices(RoutingContext context) {
    int top = top(context);
    ArrayNode devices = JsonNodeFactory.instance.arrayNode();
    registry.identities().stream()
        .filter(identity -> !identity.id().isModule())
        .limit(top)
        .forEach(identity -> devices.add(json(identity)));
    ServiceRequest.answer(context, devices);
  }

  private void listModules(RoutingContext context) {
    ClientId device = ServiceRequest.client(context);
    registry.requireIdentity(device);
    ArrayNode modules = JsonNodeFactory.instance.arrayNode();
    registry.modulesOf(device).forEach(module -> modules.add(json(module)));
    ServiceRequest.answer(context, modules);
  }

  private void deviceStatistics(RoutingContext context) {
    List<Identity> devices =
        registry.identities().stream().filter(identity -> !identity.id().isModule()).toList();
    long enabled = devices.stream().filter(Identity::enabled).count();
    ObjectNode counts = JsonNodeFactory.instance.objectNode();
    counts.put("totalDeviceCount", devices.size());
    counts.put("enabledDeviceCount", enabled);
    counts.put("disabledDeviceCount", devices.size() - enabled);
    ServiceRequest.answer(context, counts);
  }

  private void serviceStatistics(RoutingContext context) {
    long connected =
        registry.identities().stream()
            .filter(identity -> !identity.id().isModule())
            .filter(identity -> registry.presence(identity.id()).connected())
            .count();
    ServiceRequest.answer(
        context, JsonNodeFactory.instance.objectNode().put("connectedDeviceCount", connected));
  }

  private void answer(RoutingContext context, Identity identity) {
    ServiceRequest.answer(context, json(identity), identity.etag());
  }

  private ObjectNode json(Identity identity) {
    return IdentityJson.write(identity, registry.presence(identity.id()));
  }

  private static void requireSame(ClientId id, JsonNode body) {
    String device = body.path("deviceId").asText(id.deviceId());
    String module = body.path("moduleId").asText(id.moduleName());
    if (!device.equals(id.deviceId()) || (id.isModule() && !module.equals(id.moduleName()))) {
      throw new HubFaultException(
          HubFault.ARGUMENT_INVALID, "The ids in the body are not those of the path");
    }
  }

  private static int top(RoutingContext context) {
    try {
      String top = context.request().getParam("top", Integer.toString(DEFAULT_TOP));
      return Math.max(0, Math.min(DEFAULT_TOP, Integer.parseInt(top)));
    } catch (NumberFormatException e) {
      throw new HubFaultException(HubFault.ARGUMENT_INVALID, "top is not a number");
    }
  }
}
