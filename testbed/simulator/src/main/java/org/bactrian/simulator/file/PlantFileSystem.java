package org.bactrian.simulator.file;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.simulator.space.MethodSpec;
import org.bactrian.simulator.space.NodeBuilder;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/**
 * Directories and files that clients list, read, write, make and delete (Part 20, 4.3). They are in
 * memory and begin anew with each start. Thread-safe.
 */
public final class PlantFileSystem {

  private static final int MOST_NODES = 1000;
  private static final int LONGEST_NAME = 100;
  private static final String RECIPE = "bottle,millilitres\nsmall,250\nlarge,1000\n";

  private final NodeBuilder nodes;

  /** Nodes of directories and files by their ids, with the id of the directory that they are in. */
  private final Map<NodeId, NodeId> parents = new HashMap<>();

  private PlantFileSystem(NodeBuilder nodes) {
    this.nodes = nodes;
  }

  /** Adds the file system {@code Files} below Objects. */
  public static void addTo(NodeBuilder nodes) {
    PlantFileSystem files = new PlantFileSystem(nodes);
    NodeId root = nodes.id("Files");
    files.directory(NodeIds.ObjectsFolder, NodeIds.Organizes, root, "Files");
    NodeId recipes = nodes.id("Files/Recipes");
    files.directory(root, NodeIds.HasComponent, recipes, "Recipes");
    files.file(
        recipes,
        nodes.id("Files/Recipes/bottles.csv"),
        "bottles.csv",
        RECIPE.getBytes(StandardCharsets.UTF_8));
  }

  private void directory(NodeId parent, NodeId reference, NodeId id, String name) {
    UaObjectNode node = nodes.object(id, name, NodeIds.FileDirectoryType);
    nodes.link(parent, reference, node);
    parents.put(id, parent);
    Argument file = MethodSpec.argument("FileName", NodeIds.String, "name of the new file");
    nodes.standardMethod(
        id,
        new MethodSpec(
            "CreateDirectory",
            "Makes a directory.",
            List.of(MethodSpec.argument("DirectoryName", NodeIds.String, "name")),
            List.of(MethodSpec.argument("DirectoryNodeId", NodeIds.NodeId, "the new directory"))),
        inputs -> List.of(createDirectory(id, (String) inputs.get(0))));
    nodes.standardMethod(
        id,
        new MethodSpec(
            "CreateFile",
            "Makes an empty file.",
            List.of(
                file,
                MethodSpec.argument("RequestFileOpen", NodeIds.Boolean, "whether to open it")),
            List.of(
                MethodSpec.argument("FileNodeId", NodeIds.NodeId, "the new file"),
                MethodSpec.argument("FileHandle", NodeIds.UInt32, "handle, 0 for none"))),
        inputs -> createFile(id, (String) inputs.get(0), (Boolean) inputs.get(1)));
    nodes.standardMethod(
        id,
        new MethodSpec(
            "Delete",
            "Deletes a file, or a directory with all that is in it.",
            List.of(MethodSpec.argument("ObjectToDelete", NodeIds.NodeId, "what to delete")),
            List.of()),
        inputs -> {
          delete(id, (NodeId) inputs.get(0));
          return List.of();
        });
  }

  private PlantFile file(NodeId parent, NodeId id, String name, byte[] content) {
    UaObjectNode node = nodes.object(id, name, NodeIds.FileType);
    nodes.link(parent, NodeIds.HasComponent, node);
    parents.put(id, parent);
    PlantFile file = new PlantFile(nodes, node, content);
    PlantFileMethods.addTo(nodes, id, file);
    return file;
  }

  private synchronized NodeId createDirectory(NodeId parent, String name) throws UaException {
    NodeId id = free(parent, name);
    directory(parent, NodeIds.HasComponent, id, name);
    return id;
  }

  private synchronized List<Object> createFile(NodeId parent, String name, boolean open)
      throws UaException {
    NodeId id = free(parent, name);
    PlantFile file = file(parent, id, name, new byte[0]);
    return List.of(id, open ? file.open(2) : uint(0));
  }

  private NodeId free(NodeId parent, String name) throws UaException {
    if (name.isBlank() || name.length() > LONGEST_NAME || name.contains("/")) {
      throw new UaException(StatusCodes.Bad_BrowseNameInvalid);
    }
    NodeId id = nodes.id(parent.getIdentifier() + "/" + name);
    if (parents.containsKey(id)) {
      throw new UaException(StatusCodes.Bad_BrowseNameDuplicated);
    }
    if (parents.size() >= MOST_NODES) {
      throw new UaException(StatusCodes.Bad_ResourceUnavailable);
    }
    return id;
  }

  private synchronized void delete(NodeId parent, NodeId id) throws UaException {
    if (!parent.equals(parents.get(id))) {
      throw new UaException(StatusCodes.Bad_NotFound);
    }
    remove(id);
  }

  private void remove(NodeId id) {
    List<NodeId> children =
        parents.entrySet().stream()
            .filter(entry -> entry.getValue().equals(id))
            .map(Map.Entry::getKey)
            .toList();
    children.forEach(this::remove);
    parents.remove(id);
    nodes.namespace().getNodeManager().getNode(id).ifPresent(UaNode::delete);
  }
}
