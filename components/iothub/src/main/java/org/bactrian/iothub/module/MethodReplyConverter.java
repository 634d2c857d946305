package org.bactrian.iothub.module;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.JsonPayload;
import org.bactrian.model.method.MethodResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts the exchange of a direct method to status and JSON for the caller. */
final class MethodReplyConverter {

  private static final Logger LOG = LoggerFactory.getLogger(MethodReplyConverter.class);

  /** IoT Hub takes 128 KB, of which 1 KB is kept for what goes around the payload. */
  private static final int MAX_PAYLOAD = 127 * 1024;

  private final ObjectMapper json =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  /** Returns the answer that an exchange has come to, whether it failed or not; never fails. */
  MethodResult answer(Exchange exchange) {
    Throwable failure = exchange.getException();
    if (failure != null) {
      return failed(failure);
    }
    Message message = exchange.getMessage();
    try {
      int status = message.getHeader(IotHubModuleConstants.METHOD_STATUS, 200, Integer.class);
      byte[] payload = JsonPayload.of(message.getBody(), json);
      return payload.length > MAX_PAYLOAD ? tooLarge(payload.length) : reply(status, payload);
    } catch (IOException e) {
      LOG.warn("A route answered a direct method with a body that is no JSON", e);
      return problem(500, "The answer is no JSON.");
    } catch (RuntimeException | Error e) {
      LOG.warn("A route answered a direct method with a status or a body that cannot be sent", e);
      return problem(500, "The answer cannot be sent. The log of the module says why.");
    }
  }

  private static MethodResult reply(int status, byte[] payload) {
    return new MethodResult(status, payload);
  }

  private MethodResult tooLarge(int size) {
    return problem(
        413,
        "The answer has " + size + " bytes, a method takes " + MAX_PAYLOAD + ". Ask for less.");
  }

  private MethodResult failed(Throwable failure) {
    LOG.debug("A direct method failed", failure);
    if (failure instanceof MethodStatusException known) {
      return reply(known.status(), known.body());
    }
    String message = failure.getMessage();
    return problem(status(failure), message == null ? failure.getClass().getSimpleName() : message);
  }

  private static int status(Throwable failure) {
    return failure instanceof OperationException known
        ? known.status()
        : FaultKind.of(failure).status();
  }

  private static MethodResult problem(int status, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("Message", message);
    return reply(status, body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
