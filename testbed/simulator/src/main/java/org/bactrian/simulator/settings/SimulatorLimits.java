package org.bactrian.simulator.settings;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Limits on the requests of one client. The server announces most of it below ServerCapabilities
 * (OPC UA Part 5, 6.3.2 and 6.3.11) and answers Bad_TooMany… beyond it.
 *
 * @param nodesPerRead operations in one Read, at least 1
 * @param nodesPerWrite operations in one Write, at least 1
 * @param nodesPerBrowse operations in one Browse, at least 1
 * @param nodesPerMethodCall operations in one Call, at least 1
 * @param monitoredItemsPerCall operations in one CreateMonitoredItems, at least 1
 * @param monitoredItemsPerSession monitored items that a session may hold, at least 1
 * @param subscriptionsPerSession subscriptions that a session may hold, at least 1
 * @param sessions sessions that the server holds, at least 1
 */
@RecordBuilder
public record SimulatorLimits(
    int nodesPerRead,
    int nodesPerWrite,
    int nodesPerBrowse,
    int nodesPerMethodCall,
    int monitoredItemsPerCall,
    int monitoredItemsPerSession,
    int subscriptionsPerSession,
    int sessions)
    implements SimulatorLimitsBuilder.With {

  /** High enough that no test meets them by accident. */
  public static final SimulatorLimits DEFAULT =
      new SimulatorLimits(10_000, 10_000, 10_000, 1_000, 10_000, 1_000_000, 1_000, 1_000);

  /** Refuses limits that would refuse everything. */
  public SimulatorLimits {
    atLeastOne("nodesPerRead", nodesPerRead);
    atLeastOne("nodesPerWrite", nodesPerWrite);
    atLeastOne("nodesPerBrowse", nodesPerBrowse);
    atLeastOne("nodesPerMethodCall", nodesPerMethodCall);
    atLeastOne("monitoredItemsPerCall", monitoredItemsPerCall);
    atLeastOne("monitoredItemsPerSession", monitoredItemsPerSession);
    atLeastOne("subscriptionsPerSession", subscriptionsPerSession);
    atLeastOne("sessions", sessions);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + value);
    }
  }
}
