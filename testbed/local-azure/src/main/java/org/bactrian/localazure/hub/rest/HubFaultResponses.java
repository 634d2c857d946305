package org.bactrian.localazure.hub.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.UUID;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a failed request as IoT Hub does: a {@code Message} and an {@code ExceptionMessage}, the
 * error's name in the header {@code iothub-errorcode}. The message of a method is JSON again, with
 * the six-digit code; that of the others starts with {@code ErrorCode:}.
 */
final class HubFaultResponses implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(HubFaultResponses.class);
  private static final int PAYLOAD_TOO_LARGE = 413;

  @Override
  public void handle(RoutingContext context) {
    // A body that is too large is answered before its end, and its connection fails after that.
    if (context.response().headWritten() || context.response().closed()) {
      return;
    }
    HubFaultException refused = refusal(context);
    HubFault fault = refused.fault();
    context
        .response()
        .setStatusCode(fault.status())
        .putHeader("iothub-errorcode", fault.title())
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(body(context, refused).toString());
  }

  private static HubFaultException refusal(RoutingContext context) {
    if (context.statusCode() == PAYLOAD_TOO_LARGE) {
      return new HubFaultException(HubFault.MESSAGE_TOO_LARGE, "The request is too large");
    }
    Throwable cause = context.failure();
    if (cause instanceof HubFaultException refused) {
      return refused;
    }
    if (cause == null) {
      return new HubFaultException(HubFault.NOT_SERVED, "Refused");
    }
    LOG.error("{} {} failed", context.request().method(), context.request().path(), cause);
    return new HubFaultException(HubFault.SERVER_ERROR, "The local hub failed; its log says why");
  }

  private static ObjectNode body(RoutingContext context, HubFaultException refused) {
    String tracking = UUID.randomUUID().toString();
    String now = Instant.now().toString();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (context.request().path().endsWith("/methods")) {
      ObjectNode message = JsonNodeFactory.instance.objectNode();
      message.put("errorCode", refused.fault().code());
      message.put("trackingId", tracking);
      message.put("message", refused.getMessage());
      message.put("timestampUtc", now);
      return body.put("Message", message.toString()).put("ExceptionMessage", "");
    }
    return body.put("Message", "ErrorCode:" + refused.fault().title() + ";" + refused.getMessage())
        .put("ExceptionMessage", "Tracking ID:" + tracking + "-TimeStamp:" + now);
  }
}
