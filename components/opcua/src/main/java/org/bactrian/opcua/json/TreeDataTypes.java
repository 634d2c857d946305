package org.bactrian.opcua.json;

import java.util.Optional;
import org.eclipse.milo.opcua.sdk.core.typetree.DataTypeTree;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.DataTypeDefinition;

/** The data types of a server as Milo's tree of them has them. */
record TreeDataTypes(DataTypeTree tree) implements DataTypes {

  @Override
  public Optional<OpcUaDataType> builtInType(NodeId dataType) {
    Optional<OpcUaDataType> standard = STANDARD.builtInType(dataType);
    if (standard.isPresent() || !tree.containsType(dataType)) {
      return standard;
    }
    // The tree takes an enumeration for its supertype, which is abstract.
    return Optional.of(
        tree.isEnumType(dataType) ? OpcUaDataType.Int32 : tree.getBuiltinType(dataType));
  }

  @Override
  public Optional<DataTypeDefinition> definition(NodeId dataType) {
    return Optional.ofNullable(tree.getDataTypeDefinition(dataType));
  }
}
