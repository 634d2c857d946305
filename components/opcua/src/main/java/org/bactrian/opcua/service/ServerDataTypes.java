package org.bactrian.opcua.service;

import java.util.Optional;
import org.bactrian.opcua.json.DataTypes;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.typetree.LazyClientDataTypeTree;
import org.eclipse.milo.opcua.sdk.core.typetree.DataType;
import org.eclipse.milo.opcua.sdk.core.typetree.DataTypeTree;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.DataTypeDefinition;
import org.eclipse.milo.opcua.stack.core.util.Tree;
import org.jspecify.annotations.Nullable;

/**
 * The data types of a server (Part 3, 5.8.3), each read with its supertypes when somebody asks for
 * it first and remembered by the client until its session ends. The first question waits for the
 * server. Thread-safe.
 */
public final class ServerDataTypes implements DataTypes {

  private final OpcUaClient client;

  /**
   * @param client connected; its tree of types should be lazy
   */
  public ServerDataTypes(OpcUaClient client) {
    this.client = client;
  }

  @Override
  public Optional<OpcUaDataType> builtInType(NodeId dataType) {
    Optional<OpcUaDataType> standard = STANDARD.builtInType(dataType);
    if (standard.isPresent()) {
      return standard;
    }
    Tree<DataType> type = node(dataType);
    while (type != null) {
      Optional<OpcUaDataType> builtIn = STANDARD.builtInType(type.getValue().getNodeId());
      if (builtIn.isPresent()) {
        return builtIn;
      }
      type = type.getParent();
    }
    return Optional.empty();
  }

  @Override
  public Optional<DataTypeDefinition> definition(NodeId dataType) {
    Tree<DataType> type = node(dataType);
    return type == null
        ? Optional.empty()
        : Optional.ofNullable(type.getValue().getDataTypeDefinition());
  }

  /** Null for a type that is not known, or could not be read now. */
  private @Nullable Tree<DataType> node(NodeId dataType) {
    try {
      DataTypeTree tree = client.getDataTypeTree();
      Tree<DataType> found = tree.getTreeNode(dataType);
      if (found == null && tree instanceof LazyClientDataTypeTree lazy) {
        lazy.clearFailedResolutions(); // the server may have been busy
      }
      return found;
    } catch (UaException e) {
      return null;
    }
  }
}
