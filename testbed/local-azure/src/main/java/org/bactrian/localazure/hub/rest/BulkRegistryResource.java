package org.bactrian.localazure.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Set;
import org.bactrian.localazure.hub.auth.AccessControl;
import org.bactrian.localazure.hub.auth.HubPermission;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.registry.IdentityRegistry;
import org.bactrian.localazure.storage.StateThread;

/**
 * Operations on up to 100 identities in one request ("Bulk Registry - Update Registry",
 * https://learn.microsoft.com/rest/api/iothub/service/bulk-registry/update-registry). Each entry is
 * carried out by itself; the answer names those that were refused.
 */
record BulkRegistryResource(IdentityRegistry registry, StateThread stateThread) {

  private static final int MAX_ENTRIES = 100;
  private static final int BAD_REQUEST = 400;

  void mount(Router router, AccessControl access) {
    router
        .post("/devices")
        .handler(new ServiceAuthorization(access, HubPermission.REGISTRY_WRITE))
        .handler(this::update);
  }

  private void update(RoutingContext context) {
    JsonNode entries = ServiceRequest.body(context);
    requireEntries(entries);
    stateThread
        .call(() -> registry.together(() -> carryOut(entries)))
        .onSuccess(result -> answer(context, result))
        .onFailure(context::fail);
  }

  /** A result with errors has the status of an error. */
  private static void answer(RoutingContext context, ObjectNode result) {
    if (!result.path("isSuccessful").asBoolean()) {
      context
          .response()
          .setStatusCode(BAD_REQUEST)
          .putHeader("iothub-errorcode", "BulkRegistryOperationFailure");
    }
    ServiceRequest.answer(context, result);
  }

  private static void requireEntries(JsonNode entries) {
    if (!entries.isArray() || entries.isEmpty()) {
      throw new HubFaultException(HubFault.ARGUMENT_INVALID, "The request is no list of devices");
    }
    if (entries.size() > MAX_ENTRIES) {
      throw new HubFaultException(
          HubFault.TOO_MANY_DEVICES,
          "The request has " + entries.size() + " devices, more than " + MAX_ENTRIES);
    }
    Set<String> ids = new HashSet<>();
    for (JsonNode entry : entries) {
      String id = entry.path("id").asText("") + '/' + entry.path("moduleId").asText("");
      if (!ids.add(id)) {
        throw new HubFaultException(HubFault.ARGUMENT_INVALID, id + " is in the list twice");
      }
    }
  }

  private ObjectNode carryOut(JsonNode entries) {
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    for (JsonNode entry : entries) {
      try {
        carryOutOne(entry);
      } catch (HubFaultException e) {
        errors.add(error(entry, e));
      }
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("isSuccessful", errors.isEmpty());
    result.set("errors", errors);
    result.putArray("warnings");
    return result;
  }

  private void carryOutOne(JsonNode entry) {
    String device = entry.path("id").asText("");
    String module = entry.path("moduleId").asText("");
    ClientId id = module.isEmpty() ? ClientId.device(device) : ClientId.module(device, module);
    String mode = entry.path("importMode").asText("");
    switch (mode) {
      case "create" -> registry.createWithTwin(id, entry);
      case "update" -> registry.update(id, entry, "*");
      case "updateIfMatchETag" -> registry.update(id, entry, etag(entry, "eTag"));
      case "delete" -> registry.delete(id, "*");
      case "deleteIfMatchETag" -> registry.delete(id, etag(entry, "eTag"));
      case "updateTwin" -> registry.patchTwin(id, entry, "*");
      case "updateTwinIfMatchETag" -> registry.patchTwin(id, entry, etag(entry, "twinETag"));
      default ->
          throw new HubFaultException(
              HubFault.ARGUMENT_INVALID, "importMode '" + mode + "' is not served locally");
    }
  }

  private static String etag(JsonNode entry, String name) {
    String etag = entry.path(name).asText("");
    if (etag.isEmpty()) {
      throw new HubFaultException(HubFault.ARGUMENT_INVALID, "The entry has no " + name);
    }
    return etag;
  }

  private static ObjectNode error(JsonNode entry, HubFaultException refused) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("deviceId", entry.path("id").asText(""));
    if (entry.has("moduleId")) {
      error.set("moduleId", entry.get("moduleId"));
    }
    error.put("errorCode", refused.fault().title());
    error.put("errorStatus", refused.getMessage());
    return error;
  }
}
