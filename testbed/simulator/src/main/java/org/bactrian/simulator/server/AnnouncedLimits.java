package org.bactrian.simulator.server;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.bactrian.simulator.settings.SimulatorLimits;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/** The limits as Milo asks for them; what {@link SimulatorLimits} does not name stays Milo's. */
record AnnouncedLimits(SimulatorLimits limits) implements OpcUaServerConfigLimits {

  private static final double LONGEST_SESSION_TIMEOUT_MS = 60 * 60 * 1_000.0;

  @Override
  public Double getMaxSessionTimeout() {
    return LONGEST_SESSION_TIMEOUT_MS;
  }

  @Override
  public UInteger getMaxSessions() {
    return uint(limits.sessions());
  }

  @Override
  public UInteger getMaxSubscriptionsPerSession() {
    return uint(limits.subscriptionsPerSession());
  }

  @Override
  public UInteger getMaxMonitoredItemsPerSession() {
    return uint(limits.monitoredItemsPerSession());
  }

  @Override
  public UInteger getMaxMonitoredItemsPerCall() {
    return uint(limits.monitoredItemsPerCall());
  }

  @Override
  public UInteger getMaxNodesPerRead() {
    return uint(limits.nodesPerRead());
  }

  @Override
  public UInteger getMaxNodesPerWrite() {
    return uint(limits.nodesPerWrite());
  }

  @Override
  public UInteger getMaxNodesPerBrowse() {
    return uint(limits.nodesPerBrowse());
  }

  @Override
  public UInteger getMaxNodesPerMethodCall() {
    return uint(limits.nodesPerMethodCall());
  }
}
