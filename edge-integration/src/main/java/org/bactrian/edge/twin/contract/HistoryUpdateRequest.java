package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Request to change the history of a node.
 *
 * @param nodeId node id; null for the root folder, from which a path leads on
 * @param browsePath browse names from the node to the one that is meant; null for the node itself
 * @param details what is changed: one of the details records by operation, or an extension object
 * @param header for whom and how; null for the defaults
 */
public record HistoryUpdateRequest(
    String nodeId, List<String> browsePath, JsonNode details, RequestHeader header) {

  public HistoryUpdateRequest {
    browsePath = browsePath == null ? null : List.copyOf(browsePath);
  }
}
