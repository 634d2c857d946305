package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Request for the metadata of a node.
 *
 * @param header for whom and how; null for the defaults
 * @param nodeId node id; null to begin at the root folder
 * @param browsePath browse names from there to the node; null for the node itself
 */
public record NodeMetadataRequest(RequestHeader header, String nodeId, List<String> browsePath) {

  public NodeMetadataRequest {
    browsePath = browsePath == null ? null : List.copyOf(browsePath);
  }
}
