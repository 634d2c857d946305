package org.bactrian.cloud.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.bactrian.cloud.http.RequestBody;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.operation.OperationHeaders;

/**
 * The bean {@code historyRequests}: requests as modules take them, with the names of version 2.9,
 * from what callers send, with those of version 2.8.
 */
public final class HistoryRequestMapper {

  private static final String DETAILS = "details";
  private static final double NANOS_PER_MS = 1e6;

  /** The request of the module for an operation. */
  public JsonNode ofModule(
      @Header(OperationHeaders.OPERATION) String operation, @Body Object body, Exchange exchange) {
    JsonNode request = RequestBody.json(body, exchange.getMessage());
    if (request.path(DETAILS) instanceof ObjectNode details) {
      switch (operation) {
        case "HistoryReadProcessedValues" -> processed(details);
        case "HistoryInsertValues", "HistoryReplaceValues" ->
            details.path("values").forEach(HistoryRequestMapper::value);
        case "HistoryReadEvents", "HistoryInsertEvents", "HistoryReplaceEvents" ->
            details
                .at("/filter/selectClauses")
                .forEach(clause -> rename(clause, "nodeId", "typeDefinitionId"));
        default -> {
          // The versions have the same names.
        }
      }
    }
    return request;
  }

  private static void processed(ObjectNode details) {
    rename(details, "aggregateTypeId", "aggregateType");
    JsonNode interval = details.remove("processingInterval");
    if (interval != null && interval.isNumber()) {
      Duration length = Duration.ofNanos(Math.round(interval.asDouble() * NANOS_PER_MS));
      details.set("processingInterval", RegistryJson.tree(length));
    }
    if (details.path("aggregateConfiguration") instanceof ObjectNode configuration) {
      JsonNode defaults = configuration.remove("useServerCapabilitiesDefaults");
      if (defaults != null && defaults.asBoolean()) {
        details.remove("aggregateConfiguration");
      }
    }
  }

  private static void value(JsonNode value) {
    if (value instanceof ObjectNode object) {
      JsonNode code = object.remove("statusCode");
      if (code != null && !code.isNull()) {
        object.putObject("status").set("statusCode", code);
      }
    }
  }

  private static void rename(JsonNode json, String from, String to) {
    if (json instanceof ObjectNode object && object.has(from)) {
      object.set(to, object.remove(from));
    }
  }
}
