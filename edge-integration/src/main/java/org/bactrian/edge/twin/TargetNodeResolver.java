package org.bactrian.edge.twin;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import org.bactrian.edge.twin.path.BrowsePathText;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.service.NodePath;
import org.bactrian.opcua.service.NodePathResult;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;

/** Resolves the node that a request names by id or path. */
final class TargetNodeResolver {

  private TargetNodeResolver() {}

  /**
   * A node by its id, by a path from the root folder, or by a path from the node with the id.
   *
   * @param what name of the node in the request, such as {@code node}, whose id is {@code nodeId}
   * @throws OperationException of kind BAD_REQUEST when neither is there
   * @throws OperationException of kind NOT_FOUND when the path leads nowhere
   * @throws OperationException of kind CONFLICT when the path leads to several nodes
   */
  static ExpandedNodeId node(ServerView server, String what, String nodeId, List<String> path)
      throws UaException {
    if (!ServerView.isGiven(nodeId) && !ServerView.isGiven(path)) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          what + "Id is missing. Write the id of the node, or a browse path to it.");
    }
    ExpandedNodeId start = ServerView.node(nodeId, NodeIds.RootFolder);
    return ServerView.isGiven(path) ? follow(server, pathOf(what), start, path) : start;
  }

  /** The node at the end of a path that has to lead to one. */
  static ExpandedNodeId follow(
      ServerView server, String member, ExpandedNodeId start, List<String> path)
      throws UaException {
    NodePathResult result =
        ServerView.await(server.nodes().translate(List.of(path(server, member, start, path))))
            .get(0);
    if (result.targets().isEmpty()) {
      throw new OperationException(
          FaultKind.NOT_FOUND,
          "%s leads to no node (%s). Browse from its start to see the names."
              .formatted(member, ServerFaults.spelled(StatusText.of(result.result().status()))));
    }
    if (result.targets().size() > 1) {
      throw new OperationException(
          FaultKind.CONFLICT,
          member + " leads to " + result.targets().size() + " nodes. Name one of them by its id.");
    }
    return result.targets().get(0).node();
  }

  /**
   * A path as the server takes it.
   *
   * @throws OperationException of kind BAD_REQUEST when it has no steps, or a text is none
   */
  static NodePath path(ServerView server, String member, ExpandedNodeId start, List<String> path) {
    BrowsePathText texts = new BrowsePathText(server.namespaces());
    RelativePath steps = texts.parse(path, JsonPointer.compile("/" + member));
    if (steps.getElements() == null || steps.getElements().length == 0) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          member + " has no step. Write the browse names, as in [\"Objects\", \"Server\"].");
    }
    return new NodePath(start, steps);
  }

  private static String pathOf(String what) {
    return what.equals("node") ? "browsePath" : what + "BrowsePath";
  }
}
