package org.bactrian.simulator.server;

import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultMonitoredItemServiceSet;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateRequest;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;

/** Enforces MaxMonitoredItemsPerCall, which Milo announces and does not enforce. */
final class LimitedMonitoredItems extends DefaultMonitoredItemServiceSet {

  private final int itemsPerCall;

  LimitedMonitoredItems(OpcUaServer server, int itemsPerCall) {
    super(server);
    this.itemsPerCall = itemsPerCall;
  }

  @Override
  public CreateMonitoredItemsResponse onCreateMonitoredItems(
      ServiceRequestContext context, CreateMonitoredItemsRequest request) throws UaException {
    MonitoredItemCreateRequest[] items = request.getItemsToCreate();
    if (items != null && items.length > itemsPerCall) {
      throw new UaException(
          StatusCodes.Bad_TooManyOperations,
          items.length + " monitored items in one call, at most " + itemsPerCall + " are allowed");
    }
    return super.onCreateMonitoredItems(context, request);
  }
}
