package org.bactrian.edge.twin;

import java.util.List;
import org.bactrian.model.fault.BadRequestException;
import org.bactrian.model.fault.NotSupportedException;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/** The node that a request means. */
final class Targets {

  private Targets() {}

  /**
   * A node by its id, by a path, or by a path from it.
   *
   * @throws BadRequestException when neither is there
   */
  static ExpandedNodeId node(ServerView server, String nodeId, List<String> path)
      throws UaException {
    if (ServerView.isGiven(path)) {
      throw new NotSupportedException("Browse paths are not followed yet. Write the nodeId.");
    }
    if (!ServerView.isGiven(nodeId)) {
      throw new BadRequestException("nodeId is missing. Write the id of the node.");
    }
    return ServerView.node(nodeId);
  }
}
