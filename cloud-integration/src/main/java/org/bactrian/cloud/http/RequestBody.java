package org.bactrian.cloud.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.camel.Message;
import org.bactrian.model.registry.RegistryJson;

/** Bodies of requests, which are parsed already when they were held to a contract. */
public final class RequestBody {

  private RequestBody() {}

  /**
   * The body of a message as JSON; an empty object without a body.
   *
   * @throws org.bactrian.model.fault.OperationException of kind BAD_REQUEST when it is no JSON
   */
  public static JsonNode json(Object body, Message message) {
    if (body instanceof JsonNode json) {
      return json;
    }
    byte[] bytes = message.getBody(byte[].class);
    return bytes == null || bytes.length == 0
        ? JsonNodeFactory.instance.objectNode()
        : RegistryJson.read(bytes, JsonNode.class);
  }
}
