package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Request to write a value.
 *
 * @param nodeId node id of the variable; null to begin at the root folder
 * @param browsePath browse names from there to the node; null for the node itself
 * @param value the value
 * @param dataType its data type; null for that of the variable
 * @param indexRange part of the value (Part 4, 7.27); null for all
 * @param header for whom and how; null for the defaults
 */
public record ValueWriteRequest(
    String nodeId,
    List<String> browsePath,
    JsonNode value,
    String dataType,
    String indexRange,
    RequestHeader header) {

  public ValueWriteRequest {
    browsePath = browsePath == null ? null : List.copyOf(browsePath);
  }
}
