package org.bactrian.model.registry;

/** Role of an OPC UA application (Part 4, 7.4). */
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
