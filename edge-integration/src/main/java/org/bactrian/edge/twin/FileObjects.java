package org.bactrian.edge.twin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bactrian.edge.twin.contract.FileSystemObject;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsedNode;
import org.bactrian.opcua.service.NodePathResult;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.jspecify.annotations.Nullable;

/** Directories and files in the address space of a server (Part 20). For one request. */
final class FileObjects {

  /** Nodes that are looked at for file systems, so that a server without an end is not. */
  private static final int MOST_NODES = 50_000;

  private static final int OBJECTS = 1;
  private static final BrowseFilter OBJECTS_BELOW =
      BrowseFilter.CHILDREN.withNodeClassMask(OBJECTS);
  private static final BrowseFilter COMPONENTS =
      new BrowseFilter(BrowseDirection.Forward, NodeIds.HasComponent, true, OBJECTS, 0);
  private static final BrowseFilter OWNER =
      new BrowseFilter(BrowseDirection.Inverse, NodeIds.HasComponent, true, 0, 0);
  private static final BrowseFilter SUBTYPES =
      new BrowseFilter(BrowseDirection.Forward, NodeIds.HasSubtype, true, 0, 0);

  private final ServerView server;

  FileObjects(ServerView server) {
    this.server = server;
  }

  /**
   * The node that a request names.
   *
   * @throws UaException {@code Bad_NodeIdInvalid} when it names none, {@code Bad_NotFound} when its
   *     path leads nowhere
   */
  NodeId resolve(FileSystemObject object) throws UaException {
    boolean path = ServerView.isGiven(object.browsePath());
    if (!path && !ServerView.isGiven(object.nodeId())) {
      throw new UaException(
          StatusCodes.Bad_NodeIdInvalid, "the request names neither a nodeId nor a browsePath");
    }
    ExpandedNodeId start = ServerView.node(object.nodeId(), NodeIds.RootFolder);
    if (!path || object.browsePath() == null) {
      return server.local(start);
    }
    NodePathResult result =
        ServerView.await(
                server
                    .nodes()
                    .translate(
                        List.of(
                            TargetNodeResolver.path(
                                server, "browsePath", start, object.browsePath()))))
            .get(0);
    if (result.targets().isEmpty()) {
      throw new UaException(
          StatusCodes.Bad_NotFound, String.join("/", object.browsePath()) + " leads to no node");
    }
    return server.local(result.targets().get(0).node());
  }

  /** Directories below the folder Objects that are in no other directory. */
  List<FileSystemObject> fileSystems() throws UaException {
    Set<NodeId> types = directoryTypes();
    List<FileSystemObject> found = new ArrayList<>();
    Set<NodeId> seen = new HashSet<>(Set.of(NodeIds.ObjectsFolder));
    Deque<NodeId> next = new ArrayDeque<>(seen);
    while (!next.isEmpty() && seen.size() < MOST_NODES) {
      List<ExpandedNodeId> some = new ArrayList<>();
      while (!next.isEmpty()) {
        some.add(next.poll().expanded());
      }
      for (BrowsedNode browsed : ServerView.await(server.nodes().browse(some, OBJECTS_BELOW))) {
        if (!browsed.status().isGood() && some.size() == 1) {
          throw new UaException(browsed.status());
        }
        for (ReferenceDescription reference : browsed.references()) {
          NodeId node = local(reference.getNodeId());
          if (node != null && seen.add(node)) {
            if (types.contains(local(reference.getTypeDefinition()))) {
              found.add(object(reference));
            } else {
              next.add(node);
            }
          }
        }
      }
    }
    return found;
  }

  private Set<NodeId> directoryTypes() throws UaException {
    Set<NodeId> types = new HashSet<>(Set.of(NodeIds.FileDirectoryType));
    Deque<NodeId> next = new ArrayDeque<>(types);
    while (!next.isEmpty() && types.size() < MOST_NODES) {
      NodeId type = next.poll();
      for (ReferenceDescription reference : references(type, SUBTYPES)) {
        NodeId subtype = local(reference.getNodeId());
        if (subtype != null && types.add(subtype)) {
          next.add(subtype);
        }
      }
    }
    return types;
  }

  /** Components of a directory that are of one type. */
  List<FileSystemObject> components(NodeId directory, NodeId type) throws UaException {
    return references(directory, COMPONENTS).stream()
        .filter(reference -> type.equals(local(reference.getTypeDefinition())))
        .map(this::object)
        .toList();
  }

  /**
   * The directory that an object is in.
   *
   * @throws UaException {@code Bad_NodeIdInvalid} when it is in none
   */
  FileSystemObject parent(NodeId object) throws UaException {
    return references(object, OWNER).stream()
        .filter(reference -> NodeIds.FileDirectoryType.equals(local(reference.getTypeDefinition())))
        .findFirst()
        .map(this::object)
        .orElseThrow(
            () ->
                new UaException(
                    StatusCodes.Bad_NodeIdInvalid, server.text(object) + " is in no directory"));
  }

  /** An object of a new node. */
  FileSystemObject object(NodeId node, String name) {
    return new FileSystemObject(server.text(node), null, name);
  }

  private List<ReferenceDescription> references(NodeId node, BrowseFilter filter)
      throws UaException {
    BrowsedNode browsed =
        ServerView.await(server.nodes().browse(List.of(node.expanded()), filter)).get(0);
    if (!browsed.status().isGood()) {
      throw new UaException(browsed.status());
    }
    return browsed.references();
  }

  private FileSystemObject object(ReferenceDescription reference) {
    return new FileSystemObject(
        server.text(reference.getNodeId()), null, reference.getDisplayName().text());
  }

  private @Nullable NodeId local(ExpandedNodeId node) {
    return node.toNodeId(server.namespaces()).orElse(null);
  }
}
