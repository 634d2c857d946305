package org.bactrian.edge.expansion;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import org.bactrian.edge.twin.path.BrowsePathText;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.service.CallAnswer;
import org.bactrian.opcua.service.NodePath;
import org.bactrian.opcua.service.NodePathResult;
import org.bactrian.opcua.service.NodeServices;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;

/**
 * Node as a configuration names it: by its id, or by a path of browse names from there.
 *
 * @param start id of the node, or of where the path begins
 * @param browsePath texts of the path's steps, as {@link BrowsePathText} has them; empty for none
 */
public record ConfiguredNode(ExpandedNodeId start, List<String> browsePath) {

  public ConfiguredNode {
    browsePath = List.copyOf(browsePath);
  }

  /**
   * The node as the server has it now; waits for the server where there is a path.
   *
   * @throws UaException {@code Bad_NodeIdUnknown} when the server does not have its namespace,
   *     {@code Bad_NoMatch} and others when the path leads to no node or to several, or when a call
   *     failed as a whole
   */
  public NodeId resolve(NodeServices nodes, NamespaceTable namespaces) throws UaException {
    if (browsePath.isEmpty()) {
      return local(start, namespaces);
    }
    NodePathResult result =
        CallAnswer.await(nodes.translate(List.of(new NodePath(start, steps(namespaces))))).get(0);
    List<NodePathResult.Target> ends =
        result.targets().stream().filter(target -> target.remainingPathIndex().isEmpty()).toList();
    if (ends.isEmpty()) {
      long status =
          result.result().status().isBad()
              ? result.result().status().value()
              : StatusCodes.Bad_NoMatch;
      throw new UaException(status, "BrowsePath " + browsePath + " leads to no node");
    }
    if (ends.size() > 1) {
      throw new UaException(
          StatusCodes.Bad_TooManyMatches,
          "BrowsePath %s leads to %d nodes; name one of them by its id"
              .formatted(browsePath, ends.size()));
    }
    return local(ends.get(0).node(), namespaces);
  }

  private RelativePath steps(NamespaceTable namespaces) throws UaException {
    try {
      return new BrowsePathText(namespaces).parse(browsePath, JsonPointer.compile("/BrowsePath"));
    } catch (OperationException e) {
      throw new UaException(StatusCodes.Bad_BrowseNameInvalid, e.getMessage(), e);
    }
  }

  private static NodeId local(ExpandedNodeId node, NamespaceTable namespaces) throws UaException {
    return node.toNodeId(namespaces)
        .orElseThrow(
            () ->
                new UaException(StatusCodes.Bad_NodeIdUnknown, "the server has no such namespace"));
  }
}
