package org.bactrian.iothub.module;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.model.method.JsonPayload;
import org.bactrian.model.method.MethodFaults;
import org.bactrian.model.method.MethodResult;

/** Converts the exchange of a direct method to status and JSON for the caller. */
final class MethodReplyConverter {

  /** IoT Hub takes 128 KB, of which 1 KB is kept for what goes around the payload. */
  private static final int MAX_PAYLOAD = 127 * 1024;

  private final ObjectMapper json =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  /** Returns the answer that the call of a method has come to, failed or not; never fails. */
  MethodResult answer(String method, Exchange exchange) {
    Throwable failure = exchange.getException();
    if (failure instanceof MethodStatusException known) {
      return new MethodResult(known.status(), known.body());
    }
    if (failure != null) {
      return MethodFaults.of(method, failure);
    }
    Message message = exchange.getMessage();
    try {
      int status = message.getHeader(IotHubModuleConstants.METHOD_STATUS, 200, Integer.class);
      byte[] payload = JsonPayload.of(message.getBody(), json);
      return payload.length > MAX_PAYLOAD
          ? MethodFaults.tooLarge(payload.length, MAX_PAYLOAD)
          : new MethodResult(status, payload);
    } catch (IOException | RuntimeException | Error e) {
      return MethodFaults.ofAnswer(method, e);
    }
  }
}
