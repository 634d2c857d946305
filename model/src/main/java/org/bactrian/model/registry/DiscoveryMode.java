package org.bactrian.model.registry;

/** Method by which a discoverer looks for servers. */
public enum DiscoveryMode {
  /** Not at all, unless it is asked for certain URLs. */
  Off,
  /** On its own host. */
  Local,
  /** On its own network, the ports of OPC UA. */
  Network,
  /** On its own network, few ports, so that it is done soon. */
  Fast,
  /** Over the whole of the given ranges of addresses and ports. */
  Scan
}
