package org.bactrian.simulator.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * Assets that clients make of thing descriptions (WoT connectivity, OPC 10100-1): an object with a
 * file for its description, and a variable for each of the description's properties once the file
 * is closed. Thread-safe.
 */
public final class PlantAssets {

  /** Namespace of the nodes of the specification. */
  public static final String NAMESPACE = "http://opcfoundation.org/UA/WoT-Con/";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long ROOT = 31;
  private static final long CREATE = 32;
  private static final long DELETE = 35;
  private static final long FILE_TYPE = 110;
  private static final int MOST_ASSETS = 100;
  private static final int MOST_PROPERTIES = 1000;

  private final NodeBuilder nodes;
  private final NodeId root;
  private final Map<NodeId, List<NodeId>> assets = new HashMap<>();

  private PlantAssets(NodeBuilder nodes) {
    this.nodes = nodes;
    this.root = nodes.id(ROOT);
  }

  /** Adds the object that manages assets, below Objects. */
  public static void addTo(NodeBuilder nodes) {
    PlantAssets assets = new PlantAssets(nodes);
    nodes.objectType(NodeIds.FileType, nodes.id(FILE_TYPE), "WoTAssetFileType");
    nodes.link(
        NodeIds.ObjectsFolder,
        NodeIds.Organizes,
        nodes.object(assets.root, "WoTAssetConnectionManagement", NodeIds.BaseObjectType));
    nodes.method(
        assets.root,
        nodes.id(CREATE),
        new MethodSpec(
            "CreateAsset",
            "Makes an asset.",
            List.of(MethodSpec.argument("AssetName", NodeIds.String, "name")),
            List.of(MethodSpec.argument("AssetId", NodeIds.NodeId, "the new asset"))),
        inputs -> List.of(assets.create((String) inputs.get(0))));
    nodes.method(
        assets.root,
        nodes.id(DELETE),
        new MethodSpec(
            "DeleteAsset",
            "Deletes an asset.",
            List.of(MethodSpec.argument("AssetId", NodeIds.NodeId, "the asset")),
            List.of()),
        inputs -> {
          assets.delete((NodeId) inputs.get(0));
          return List.of();
        });
  }

  private synchronized NodeId create(String name) throws UaException {
    NodeId id = nodes.id("Assets/" + name);
    if (name.isBlank() || name.length() > MOST_ASSETS) {
      throw new UaException(StatusCodes.Bad_BrowseNameInvalid);
    }
    if (assets.containsKey(id)) {
      throw new UaException(StatusCodes.Bad_BrowseNameDuplicated);
    }
    if (assets.size() >= MOST_ASSETS) {
      throw new UaException(StatusCodes.Bad_ResourceUnavailable);
    }
    nodes.link(root, NodeIds.HasComponent, nodes.object(id, name, NodeIds.BaseObjectType));
    NodeId fileId = nodes.id(id.getIdentifier() + "/WoTFile");
    UaObjectNode node = nodes.object(fileId, "WoTFile", nodes.id(FILE_TYPE));
    nodes.link(id, NodeIds.HasComponent, node);
    PlantFile file = new PlantFile(nodes, node, new byte[0]);
    PlantFileMethods.addTo(nodes, fileId, file);
    nodes.method(
        fileId,
        nodes.id(fileId.getIdentifier() + "/CloseAndUpdate"),
        new MethodSpec(
            "CloseAndUpdate",
            "Closes the file and makes the variables of the asset.",
            List.of(MethodSpec.argument("FileHandle", NodeIds.UInt32, "handle of the open file")),
            List.of()),
        inputs -> {
          file.close((UInteger) inputs.get(0));
          update(id, file.content());
          return List.of();
        });
    assets.put(id, List.of());
    return id;
  }

  private synchronized void update(NodeId asset, byte[] description) throws UaException {
    JsonNode properties;
    try {
      properties = JSON.readTree(description).path("properties");
    } catch (IOException e) {
      throw new UaException(StatusCodes.Bad_DecodingError, e);
    }
    if (properties.size() > MOST_PROPERTIES) {
      throw new UaException(StatusCodes.Bad_ResourceUnavailable);
    }
    assets.getOrDefault(asset, List.of()).forEach(this::remove);
    UaNode owner = nodes.namespace().getNodeManager().getNode(asset).orElseThrow();
    List<NodeId> made =
        properties.properties().stream()
            .map(property -> nodes.tag(owner, property.getKey()).getNodeId())
            .toList();
    assets.put(asset, made);
  }

  private synchronized void delete(NodeId asset) throws UaException {
    List<NodeId> parts = assets.remove(asset);
    if (parts == null) {
      throw new UaException(StatusCodes.Bad_NotFound);
    }
    parts.forEach(this::remove);
    remove(nodes.id(asset.getIdentifier() + "/WoTFile"));
    remove(asset);
  }

  private void remove(NodeId node) {
    nodes.namespace().getNodeManager().getNode(node).ifPresent(UaNode::delete);
  }
}
