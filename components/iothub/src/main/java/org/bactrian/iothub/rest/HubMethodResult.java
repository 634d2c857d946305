package org.bactrian.iothub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * Result of a direct method.
 *
 * @param status status that the target set
 * @param payload what it answered; a null node for nothing
 */
public record HubMethodResult(int status, JsonNode payload) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static HubMethodResult read(byte[] json) throws IOException {
    JsonNode answer = JSON.readTree(json);
    JsonNode payload = answer.hasNonNull("payload") ? answer.get("payload") : JSON.nullNode();
    return new HubMethodResult(answer.path("status").asInt(), payload);
  }
}
