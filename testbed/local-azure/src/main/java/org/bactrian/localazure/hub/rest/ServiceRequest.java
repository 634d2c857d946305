package org.bactrian.localazure.hub.rest;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;

/** Parameters that all service requests share. */
final class ServiceRequest {

  private ServiceRequest() {}

  /** The device or module that the path names. */
  static ClientId client(RoutingContext context) {
    String device = context.pathParam("device");
    String module = context.pathParam("module");
    return module == null ? ClientId.device(device) : ClientId.module(device, module);
  }

  /**
   * The JSON of the request.
   *
   * @throws HubFaultException when there is none
   */
  static JsonNode body(RoutingContext context) {
    if (context.body().length() <= 0) {
      throw new HubFaultException(HubFault.ARGUMENT_INVALID, "The request has no body");
    }
    try {
      return JSON.readTree(context.body().buffer().getBytes());
    } catch (JsonProcessingException e) {
      throw new HubFaultException(
          HubFault.FORMAT_ERROR, "The request is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The If-Match header, unless the request has none. */
  static Optional<String> ifMatch(RoutingContext context) {
    return Optional.ofNullable(context.request().getHeader("If-Match"));
  }

  /** A header, or empty text. */
  static String header(RoutingContext context, String name) {
    return Optional.ofNullable(context.request().getHeader(name)).orElse("");
  }

  /** Answers with JSON. */
  static void answer(RoutingContext context, JsonNode body) {
    context
        .response()
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(body.toString());
  }

  /** Answers with JSON and its etag. */
  static void answer(RoutingContext context, JsonNode body, String etag) {
    context.response().putHeader("ETag", "\"" + etag + "\"");
    answer(context, body);
  }
}
