package org.bactrian.edge.publisher.message;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Type of a field as its server describes it.
 *
 * @param dataType data type of the node
 * @param builtInType built-in type that it is made of, {@code Variant} for an abstract one
 * @param valueRank rank of the value (Part 3, 5.6.2): -1 for a scalar
 * @param arrayDimensions lengths of the dimensions, 0 for one that varies; empty for none
 * @param description description of the node, empty for none
 */
public record FieldDescription(
    NodeId dataType,
    OpcUaDataType builtInType,
    int valueRank,
    List<Long> arrayDimensions,
    String description) {

  public FieldDescription {
    arrayDimensions = List.copyOf(arrayDimensions);
  }
}
