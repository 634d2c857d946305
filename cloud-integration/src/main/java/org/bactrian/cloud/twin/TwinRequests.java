package org.bactrian.cloud.twin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.model.fault.BadRequestException;

/** The bean {@code twinRequests}: requests as modules take them, from what callers send. */
public final class TwinRequests {

  /** The body as it was sent. */
  public Object asSent(@Body Object body) {
    return body;
  }

  /** GetSetOfUniqueNodes: browses a node, or the root. */
  public ObjectNode browse(@Header("nodeId") String nodeId) {
    ObjectNode request = uniqueNodes();
    if (nodeId != null && !nodeId.isEmpty()) {
      request.put("nodeId", nodeId);
    }
    return request;
  }

  /** GetNextSetOfUniqueNodes: goes on with that. */
  public ObjectNode browseNext(@Header("continuationToken") String continuationToken) {
    return uniqueNodes().put("continuationToken", given("continuationToken", continuationToken));
  }

  /** GetValue: reads a value. */
  public ObjectNode read(@Header("nodeId") String nodeId) {
    return JsonNodeFactory.instance.objectNode().put("nodeId", given("nodeId", nodeId));
  }

  private static ObjectNode uniqueNodes() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("targetNodesOnly", true)
        .put("readVariableValues", true);
  }

  private static String given(String name, String value) {
    if (value == null || value.isEmpty()) {
      throw new BadRequestException(name + " is missing or empty. Give one.");
    }
    return value;
  }
}
