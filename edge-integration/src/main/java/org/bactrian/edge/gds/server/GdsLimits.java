package org.bactrian.edge.gds.server;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/** Limits of the Global Discovery Server, whose clients call a few methods now and then. */
final class GdsLimits implements OpcUaServerConfigLimits {

  private static final UInteger SESSIONS = uint(100);
  private static final UInteger SUBSCRIPTIONS = uint(100);
  private static final UInteger MONITORED_ITEMS = uint(1_000);
  private static final UInteger OPERATIONS = uint(100);
  private static final double SESSION_TIMEOUT = 300_000;

  @Override
  public UInteger getMaxSessions() {
    return SESSIONS;
  }

  @Override
  public Double getMaxSessionTimeout() {
    return SESSION_TIMEOUT;
  }

  @Override
  public UInteger getMaxSubscriptions() {
    return SUBSCRIPTIONS;
  }

  @Override
  public UInteger getMaxMonitoredItems() {
    return MONITORED_ITEMS;
  }

  @Override
  public UInteger getMaxNodesPerMethodCall() {
    return OPERATIONS;
  }
}
