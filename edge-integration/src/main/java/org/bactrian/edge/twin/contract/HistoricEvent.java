package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Event of a history (Part 11, 6.5.4).
 *
 * @param eventFields its fields, in the order of the filter's select clauses
 */
public record HistoricEvent(@Nullable List<JsonNode> eventFields) {

  public HistoricEvent {
    eventFields = eventFields == null ? null : List.copyOf(eventFields);
  }
}
