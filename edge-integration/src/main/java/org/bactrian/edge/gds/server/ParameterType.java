package org.bactrian.edge.gds.server;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;

/** Data types of the parameters of methods. */
enum ParameterType {
  NODE_ID(NodeIds.NodeId, NodeId.class),
  STRING(NodeIds.String, String.class),
  BYTE_STRING(NodeIds.ByteString, ByteString.class),
  BOOLEAN(NodeIds.Boolean, Boolean.class),
  BYTE(NodeIds.Byte, UByte.class),
  INT32(NodeIds.Int32, Integer.class),
  UINT32(NodeIds.UInt32, UInteger.class),
  UINT64(NodeIds.UInt64, ULong.class),
  UTC_TIME(NodeIds.UtcTime, DateTime.class),
  APPLICATION_DESCRIPTION(NodeIds.ApplicationDescription, ExtensionObject.class),
  SERVER_ON_NETWORK(NodeIds.ServerOnNetwork, ExtensionObject.class),
  /** ApplicationRecordDataType, whose id depends on the namespaces of the server. */
  APPLICATION_RECORD(NodeId.NULL_VALUE, ExtensionObject.class);

  private final NodeId id;
  private final Class<?> javaType;

  ParameterType(NodeId id, Class<?> javaType) {
    this.id = id;
    this.javaType = javaType;
  }

  /**
   * Id of the data type.
   *
   * @param namespace index of the namespace of Part 12
   */
  NodeId id(UShort namespace) {
    return this == APPLICATION_RECORD ? new NodeId(namespace, uint(GdsIds.APPLICATION_RECORD)) : id;
  }

  Class<?> javaType() {
    return javaType;
  }
}
