package org.bactrian.cloud.publisher.contract;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Request to publish a node no more.
 *
 * @param nodeId id of the node as it was written when it was started
 * @param header has no effect
 */
public record PublishStopRequest(String nodeId, @Nullable JsonNode header) {

  @Override
  public String toString() {
    return "PublishStopRequest[" + nodeId + "]";
  }
}
