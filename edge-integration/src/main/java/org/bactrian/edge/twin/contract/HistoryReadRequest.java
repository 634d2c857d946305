package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Request for the history of a node.
 *
 * @param nodeId node id; null for the root folder, from which a path leads on
 * @param browsePath browse names from the node to the one that is meant; null for the node itself
 * @param details what is read: one of the details records by operation, or an extension object
 * @param indexRange part of each value; null for all
 * @param header for whom and how; null for the defaults
 * @param timestampsToReturn timestamps of the values; null for both
 */
@RecordBuilder
public record HistoryReadRequest(
    String nodeId,
    List<String> browsePath,
    JsonNode details,
    String indexRange,
    RequestHeader header,
    TimestampsToReturn timestampsToReturn) {

  public HistoryReadRequest {
    browsePath = browsePath == null ? null : List.copyOf(browsePath);
  }
}
