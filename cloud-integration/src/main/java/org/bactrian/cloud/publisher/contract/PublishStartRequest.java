package org.bactrian.cloud.publisher.contract;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Request to publish a node.
 *
 * @param item the node
 * @param header user that the server is connected to with ({@code elevation}), and diagnostics. It
 *     may hold a password and is never printed.
 */
public record PublishStartRequest(PublishedItem item, @Nullable JsonNode header) {

  @Override
  public String toString() {
    return "PublishStartRequest[" + item + "]";
  }
}
