package org.bactrian.cloud.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.operation.OperationHeaders;

/**
 * The bean {@code historyAnswers}: answers as callers of version 2.8 read them, from those of
 * modules.
 */
public final class HistoryAnswerMapper {

  /** Operations that answer with values, whose members differ between the versions. */
  private static final Set<String> VALUES =
      Set.of(
          "HistoryReadValues",
          "HistoryReadModifiedValues",
          "HistoryReadValuesAtTimes",
          "HistoryReadProcessedValues",
          "HistoryReadValueNext");

  /** Members of a value that version 2.8 does not have. */
  private static final List<String> NEWER = List.of("dataType", "dataLocation", "additionalData");

  /** The answer of the service to an operation, JSON. */
  public byte[] ofService(
      @Header(OperationHeaders.OPERATION) String operation, @Body byte[] answer) {
    if (!VALUES.contains(operation)) {
      return answer;
    }
    JsonNode read = RegistryJson.read(answer, JsonNode.class);
    read.path("history").forEach(HistoryAnswerMapper::value);
    return RegistryJson.bytes(read);
  }

  private static void value(JsonNode value) {
    if (value instanceof ObjectNode object) {
      object.remove(NEWER);
      JsonNode status = object.remove("status");
      if (status != null && status.has("statusCode")) {
        object.set("statusCode", status.path("statusCode"));
      }
    }
  }
}
