package org.bactrian.edge.twin;

import java.util.Optional;
import org.bactrian.model.variant.DataTypes;
import org.eclipse.milo.opcua.sdk.core.typetree.DataTypeTree;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.DataTypeDefinition;

/**
 * Data types of a server, each read when it is asked for first and known until the session ends.
 */
final class ServerDataTypes implements DataTypes {

  private final DataTypeTree tree;

  ServerDataTypes(DataTypeTree tree) {
    this.tree = tree;
  }

  @Override
  public Optional<OpcUaDataType> builtInType(NodeId dataType) {
    Optional<OpcUaDataType> standard = DataTypes.STANDARD.builtInType(dataType);
    if (standard.isPresent() || !tree.containsType(dataType)) {
      return standard;
    }
    return Optional.of(
        tree.isEnumType(dataType) ? OpcUaDataType.Int32 : tree.getBuiltinType(dataType));
  }

  @Override
  public Optional<DataTypeDefinition> definition(NodeId dataType) {
    return Optional.ofNullable(tree.getDataTypeDefinition(dataType));
  }
}
