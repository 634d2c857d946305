package org.bactrian.edge.expansion;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bactrian.edge.twin.path.BrowsePathText;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.service.CallAnswer;
import org.bactrian.opcua.service.NodePath;
import org.bactrian.opcua.service.NodePathResult;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ServiceResult;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

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
   * Node of a server.
   *
   * @param node the node; empty where there is none
   * @param result reason why there is none
   */
  public record Resolved(Optional<NodeId> node, ServiceResult result) {

    static Resolved failed(long status, String message) {
      return new Resolved(Optional.empty(), ServiceResult.of(new StatusCode(status), message));
    }
  }

  /**
   * The nodes as a server has them now; waits for it where there are paths.
   *
   * @return in the order of {@code configured}; {@code Bad_NodeIdUnknown} where the server does not
   *     have the namespace, {@code Bad_NoMatch} and others where a path leads to no node or to
   *     several
   * @throws UaException when a call failed as a whole
   */
  public static List<Resolved> resolve(
      List<ConfiguredNode> configured, NodeServices nodes, NamespaceTable namespaces)
      throws UaException {
    BrowsePathText texts = new BrowsePathText(namespaces);
    List<NodePath> paths = new ArrayList<>();
    List<Resolved> resolved = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (ConfiguredNode one : configured) {
      if (one.browsePath.isEmpty()) {
        resolved.add(local(one.start, namespaces));
        continue;
      }
      try {
        paths.add(
            new NodePath(
                one.start, texts.parse(one.browsePath, JsonPointer.compile("/BrowsePath"))));
        places.add(resolved.size());
        resolved.add(Resolved.failed(StatusCodes.Bad_NoMatch, ""));
      } catch (OperationException e) {
        resolved.add(
            Resolved.failed(StatusCodes.Bad_BrowseNameInvalid, String.valueOf(e.getMessage())));
      }
    }
    if (!paths.isEmpty()) {
      List<NodePathResult> answers = CallAnswer.await(nodes.translate(paths));
      for (int i = 0; i < answers.size(); i++) {
        ConfiguredNode one = configured.get(places.get(i));
        resolved.set(places.get(i), end(one, answers.get(i), namespaces));
      }
    }
    return resolved;
  }

  private static Resolved end(
      ConfiguredNode one, NodePathResult result, NamespaceTable namespaces) {
    List<NodePathResult.Target> ends =
        result.targets().stream().filter(end -> end.remainingPathIndex().isEmpty()).toList();
    if (ends.isEmpty()) {
      return Resolved.failed(
          result.result().status().isBad()
              ? result.result().status().value()
              : StatusCodes.Bad_NoMatch,
          "BrowsePath " + one.browsePath + " leads to no node");
    }
    if (ends.size() > 1) {
      return Resolved.failed(
          StatusCodes.Bad_TooManyMatches,
          "BrowsePath %s leads to %d nodes; name one of them by its id"
              .formatted(one.browsePath, ends.size()));
    }
    return local(ends.get(0).node(), namespaces);
  }

  private static Resolved local(ExpandedNodeId node, NamespaceTable namespaces) {
    return node.toNodeId(namespaces)
        .map(id -> new Resolved(Optional.of(id), ServiceResult.GOOD))
        .orElseGet(
            () ->
                Resolved.failed(StatusCodes.Bad_NodeIdUnknown, "the server has no such namespace"));
  }
}
