package org.bactrian.simulator.settings;

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
public record SimulatorLimits(
    int nodesPerRead,
    int nodesPerWrite,
    int nodesPerBrowse,
    int nodesPerMethodCall,
    int monitoredItemsPerCall,
    int monitoredItemsPerSession,
    int subscriptionsPerSession,
    int sessions) {

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

  /** The same limits, with another number of operations in one Read. */
  public SimulatorLimits withNodesPerRead(int count) {
    return new SimulatorLimits(
        count,
        nodesPerWrite,
        nodesPerBrowse,
        nodesPerMethodCall,
        monitoredItemsPerCall,
        monitoredItemsPerSession,
        subscriptionsPerSession,
        sessions);
  }

  /** The same limits, with another number of operations in one CreateMonitoredItems. */
  public SimulatorLimits withMonitoredItemsPerCall(int count) {
    return new SimulatorLimits(
        nodesPerRead,
        nodesPerWrite,
        nodesPerBrowse,
        nodesPerMethodCall,
        count,
        monitoredItemsPerSession,
        subscriptionsPerSession,
        sessions);
  }

  /** The same limits, with another number of monitored items in one session. */
  public SimulatorLimits withMonitoredItemsPerSession(int count) {
    return new SimulatorLimits(
        nodesPerRead,
        nodesPerWrite,
        nodesPerBrowse,
        nodesPerMethodCall,
        monitoredItemsPerCall,
        count,
        subscriptionsPerSession,
        sessions);
  }

  /** The same limits, with another number of subscriptions in one session. */
  public SimulatorLimits withSubscriptionsPerSession(int count) {
    return new SimulatorLimits(
        nodesPerRead,
        nodesPerWrite,
        nodesPerBrowse,
        nodesPerMethodCall,
        monitoredItemsPerCall,
        monitoredItemsPerSession,
        count,
        sessions);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + value);
    }
  }
}
