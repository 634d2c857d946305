package org.bactrian.cloud.twin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.web.operation.OperationHeaders;

/** The bean {@code twinRequests}: requests as modules take them, from what callers send. */
public final class TwinRequestMapper {

  /**
   * The request of the module for an operation: made of parameters, else the body as it was sent.
   */
  public Object ofModule(
      @Header(OperationHeaders.OPERATION) String operation,
      @Header("nodeId") String nodeId,
      @Header("continuationToken") String continuationToken,
      @Body Object body) {
    return switch (operation) {
      case "GetSetOfUniqueNodes" -> browse(nodeId);
      case "GetNextSetOfUniqueNodes" -> browseNext(continuationToken);
      case "GetValue" -> read(nodeId);
      default -> body;
    };
  }

  /** Browses a node, or the root. */
  private static ObjectNode browse(String nodeId) {
    ObjectNode request = uniqueNodes();
    if (nodeId != null && !nodeId.isEmpty()) {
      request.put("nodeId", nodeId);
    }
    return request;
  }

  private static ObjectNode browseNext(String continuationToken) {
    return uniqueNodes().put("continuationToken", given("continuationToken", continuationToken));
  }

  private static ObjectNode read(String nodeId) {
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
      throw new OperationException(FaultKind.BAD_REQUEST, name + " is missing or empty. Give one.");
    }
    return value;
  }
}
