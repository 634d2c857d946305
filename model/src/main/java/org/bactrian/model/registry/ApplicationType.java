package org.bactrian.model.registry;

/** What an OPC UA application is (Part 4, 7.4). */
public enum ApplicationType {
  /** Serves. */
  Server,
  /** Asks servers. */
  Client,
  /** Does both. */
  ClientAndServer,
  /** Tells of other servers. */
  DiscoveryServer
}
