package org.bactrian.localazure.servicebus.amqp;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.message.Message;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;

/**
 * Takes signatures ("Claims-based security", in the protocol guide,
 * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide).
 */
record CbsNode(ConnectionClaims claims, SignatureCheck signatures) implements RequestNode {

  private static final int ACCEPTED = 202;

  @Override
  public void answer(Message request, Consumer<Answer> answer) {
    try {
      putToken(request);
      answer.accept(status(ACCEPTED, "Accepted"));
    } catch (BusFaultException e) {
      answer.accept(status(e.fault().status(), String.valueOf(e.getMessage())));
    }
  }

  private void putToken(Message request) {
    Map<String, Object> properties = RequestLink.properties(request);
    Object operation = properties.get("operation");
    if (!"put-token".equals(operation)) {
      throw new BusFaultException(
          BusFault.NOT_IMPLEMENTED, "$cbs has no operation " + operation + ", only put-token");
    }
    if (!(request.getBody() instanceof AmqpValue body)
        || !(body.getValue() instanceof String token)
        || !(properties.get("name") instanceof String audience)) {
      throw new BusFaultException(
          BusFault.ARGUMENT, "put-token needs a name and, as its body, a token");
    }
    Instant end = signatures.check(token, audience);
    if (isNamespace(audience)) {
      claims.allowEverything(end);
    } else {
      claims.allow(EntityPath.of(audience), end);
    }
  }

  /** Returns whether a resource is the whole namespace. */
  static boolean isNamespace(String audience) {
    return audience.matches("[a-z]+://[^/]+/*");
  }

  private static Answer status(int code, String description) {
    return new Answer(Map.of("status-code", code, "status-description", description), Map.of());
  }
}
