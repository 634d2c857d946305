package org.bactrian.opcua.json;

import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Type of a variable or an argument, from its attributes DataType and ValueRank.
 *
 * @param dataType node id of its data type; BaseDataType when it is not known
 * @param valueRank number of dimensions from 1, or {@link #SCALAR}, {@link #ANY}, {@link
 *     #SCALAR_OR_ONE_DIMENSION}, {@link #ONE_OR_MORE_DIMENSIONS} (Part 3, 5.6.2)
 */
public record ExpectedType(NodeId dataType, int valueRank) {

  /** One value. */
  public static final int SCALAR = -1;

  /** One value, or an array of any number of dimensions. */
  public static final int ANY = -2;

  /** One value, or an array of one dimension. */
  public static final int SCALAR_OR_ONE_DIMENSION = -3;

  /** An array of any number of dimensions. */
  public static final int ONE_OR_MORE_DIMENSIONS = 0;

  /** Nothing is known of the value. */
  public static final ExpectedType UNKNOWN = new ExpectedType(NodeIds.BaseDataType, ANY);

  public ExpectedType {
    if (valueRank < SCALAR_OR_ONE_DIMENSION) {
      throw new IllegalArgumentException("valueRank must be at least -3, was " + valueRank);
    }
  }

  /** Values of a data type in whatever dimensions. */
  public static ExpectedType of(NodeId dataType) {
    return new ExpectedType(dataType, ANY);
  }

  /** Values of a built-in type. */
  public static ExpectedType of(OpcUaDataType type, int valueRank) {
    return new ExpectedType(type.getNodeId(), valueRank);
  }
}
