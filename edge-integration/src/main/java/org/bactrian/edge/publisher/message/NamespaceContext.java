package org.bactrian.edge.publisher.message;

import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.ServerTable;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingManager;
import org.eclipse.milo.opcua.stack.core.encoding.OpcUaEncodingManager;
import org.eclipse.milo.opcua.stack.core.types.DataTypeManager;
import org.eclipse.milo.opcua.stack.core.types.OpcUaDataTypeManager;

/** Encoding context with the standard types of OPC UA and the namespaces of one server. */
record NamespaceContext(NamespaceTable namespaces) implements EncodingContext {

  private static final ServerTable SERVERS = new ServerTable();

  @Override
  public DataTypeManager getDataTypeManager() {
    return OpcUaDataTypeManager.getInstance();
  }

  @Override
  public EncodingManager getEncodingManager() {
    return OpcUaEncodingManager.getInstance();
  }

  @Override
  public EncodingLimits getEncodingLimits() {
    return EncodingLimits.DEFAULT;
  }

  @Override
  public NamespaceTable getNamespaceTable() {
    return namespaces;
  }

  @Override
  public ServerTable getServerTable() {
    return SERVERS;
  }
}
