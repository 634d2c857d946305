package org.bactrian.simulator.space;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Definition of a variable, without its value.
 *
 * @param id node id, in the namespace that the variable is built in
 * @param name browse name and display name
 * @param description what the value means, one sentence
 * @param dataType node id of the data type
 * @param valueRank -1 for a scalar, else the number of dimensions (OPC UA Part 3, 5.6.2)
 * @param writable whether clients may write the value
 */
@RecordBuilder
public record VariableSpec(
    NodeId id, String name, String description, NodeId dataType, int valueRank, boolean writable)
    implements VariableSpecBuilder.With {

  /** A scalar that clients may only read. */
  public static VariableSpec scalar(NodeId id, String name, NodeId dataType, String description) {
    return new VariableSpec(id, name, description, dataType, ValueRanks.Scalar, false);
  }
}
