package org.bactrian.localazure.hub.rest;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.bactrian.localazure.hub.auth.AccessControl;
import org.bactrian.localazure.hub.auth.HubPermission;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.method.DirectMethodAnswer;
import org.bactrian.localazure.hub.method.DirectMethodRequest;
import org.bactrian.localazure.hub.method.DirectMethods;
import org.bactrian.localazure.hub.registry.IdentityRegistry;

/**
 * Calls of direct methods ("Understand and invoke direct methods from IoT Hub", section "Invoke a
 * direct method from a back-end app",
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-direct-methods).
 */
record MethodResource(IdentityRegistry registry, DirectMethods methods) {

  private static final int DEFAULT_RESPONSE_SECONDS = 30;
  private static final int MIN_RESPONSE_SECONDS = 5;
  private static final int MAX_SECONDS = 300;

  void mount(Router router, AccessControl access) {
    Handler<RoutingContext> gate = new ServiceAuthorization(access, HubPermission.SERVICE_CONNECT);
    for (String path :
        List.of("/twins/:device/methods", "/twins/:device/modules/:module/methods")) {
      router.post(path).handler(gate).handler(this::invoke);
    }
  }

  private void invoke(RoutingContext context) {
    ClientId client = ServiceRequest.client(context);
    registry.requireIdentity(client);
    methods
        .invoke(client, request(ServiceRequest.body(context)))
        .onSuccess(answer -> ServiceRequest.answer(context, json(answer)))
        .onFailure(context::fail);
  }

  private static DirectMethodRequest request(JsonNode body) {
    String name = body.path("methodName").asText("");
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      throw new HubFaultException(HubFault.ARGUMENT_INVALID, "methodName is missing or has a '/'");
    }
    String payload = body.has("payload") ? body.path("payload").toString() : "null";
    int length = payload.getBytes(StandardCharsets.UTF_8).length;
    if (length > DirectMethodRequest.MAX_PAYLOAD_BYTES) {
      throw new HubFaultException(
          HubFault.MESSAGE_TOO_LARGE,
          "payload has " + length + " bytes, at most " + DirectMethodRequest.MAX_PAYLOAD_BYTES);
    }
    return new DirectMethodRequest(
        name,
        payload,
        seconds(body, "responseTimeoutInSeconds", DEFAULT_RESPONSE_SECONDS, MIN_RESPONSE_SECONDS),
        seconds(body, "connectTimeoutInSeconds", 0, 0));
  }

  private static Duration seconds(JsonNode body, String name, int otherwise, int min) {
    int seconds = body.path(name).asInt(otherwise);
    if (seconds < min || seconds > MAX_SECONDS) {
      throw new HubFaultException(
          HubFault.ARGUMENT_INVALID,
          name + " is " + seconds + ", not from " + min + " to " + MAX_SECONDS);
    }
    return Duration.ofSeconds(seconds);
  }

  private static JsonNode json(DirectMethodAnswer answer) {
    try {
      JsonNode payload =
          answer.payload().isBlank() ? JSON.nullNode() : JSON.readTree(answer.payload());
      return JSON.createObjectNode().put("status", answer.status()).set("payload", payload);
    } catch (JsonProcessingException e) {
      throw new HubFaultException(
          HubFault.ARGUMENT_INVALID, "The device's answer is no JSON: " + e.getOriginalMessage());
    }
  }
}
