package org.bactrian.edge.twin.contract;

import java.time.Duration;
import java.util.List;

/**
 * Request to read a value.
 *
 * @param nodeId node id of the variable; null to begin at the root folder
 * @param browsePath browse names from there to the node; null for the node itself
 * @param indexRange part of the value (Part 4, 7.27); null for all
 * @param header for whom and how; null for the defaults
 * @param maxAge how old the value may be; null for one that is read now
 * @param timestampsToReturn which time stamps are wanted; null for both
 * @param encoding how the value is written; null for non-reversible
 */
public record ValueReadRequest(
    String nodeId,
    List<String> browsePath,
    String indexRange,
    RequestHeader header,
    Duration maxAge,
    TimestampsToReturn timestampsToReturn,
    ValueEncoding encoding) {

  public ValueReadRequest {
    browsePath = browsePath == null ? null : List.copyOf(browsePath);
  }
}
