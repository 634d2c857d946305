package org.bactrian.edge.twin;

import java.util.List;
import org.bactrian.opcua.json.ExpectedType;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.service.ServiceResult;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Type of the values of a variable.
 *
 * @param result whether its data type could be read
 * @param type the type; unknown where it could not be read
 */
record VariableType(ServiceResult result, ExpectedType type) {

  /**
   * Reads the type.
   *
   * @param indexRange part of the value that is meant, which may have fewer dimensions than the
   *     whole; null or empty for all
   */
  static VariableType read(ServerView server, ExpandedNodeId node, String indexRange)
      throws UaException {
    List<AttributeValue> read =
        ServerView.await(
            server
                .nodes()
                .read(
                    List.of(
                        new NodeAttributeId(node, AttributeId.DataType, ""),
                        new NodeAttributeId(node, AttributeId.ValueRank, "")),
                    ReadOptions.DEFAULT));
    NodeId dataType =
        read.get(0).value().value().value() instanceof NodeId id
            ? id
            : ExpectedType.UNKNOWN.dataType();
    boolean whole = !ServerView.isGiven(indexRange);
    ExpectedType type =
        whole && read.get(1).value().value().value() instanceof Integer dimensions
            ? new ExpectedType(dataType, Math.max(dimensions, ExpectedType.SCALAR_OR_ONE_DIMENSION))
            : ExpectedType.of(dataType);
    return new VariableType(read.get(0).result(), type);
  }
}
