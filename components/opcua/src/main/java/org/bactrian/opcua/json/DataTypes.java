package org.bactrian.opcua.json;

import java.util.Optional;
import org.eclipse.milo.opcua.sdk.core.typetree.DataTypeTree;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.DataTypeDefinition;

/**
 * Data types of a server. Implementations are safe for use by many threads and answer without
 * asking the server each time.
 */
public interface DataTypes {

  /** Data types of every server: the built-in types and the simple types of namespace 0. */
  DataTypes STANDARD = new StandardDataTypes();

  /** The data types that Milo has read from a server. */
  static DataTypes of(DataTypeTree tree) {
    return new TreeDataTypes(tree);
  }

  /**
   * The built-in type that values of a data type are sent as (Part 6, 5.1.2): {@code Int32} for an
   * enumeration, {@code ExtensionObject} for a structure, {@code Variant} for BaseDataType and the
   * abstract numbers.
   *
   * @return empty for a data type that is not known
   */
  Optional<OpcUaDataType> builtInType(NodeId dataType);

  /**
   * The fields of a structure or the names of an enumeration (Part 3, 8.48).
   *
   * @return empty for any other data type, and where the server does not tell
   */
  Optional<DataTypeDefinition> definition(NodeId dataType);
}
