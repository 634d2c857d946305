package org.bactrian.edge.discovery;

/** Kinds of discovery progress events. */
public enum DiscoveryProgressType {
  /** Waits until others are done. */
  Pending,
  /** Has begun. */
  Started,
  /** Was given up because somebody asked for it. */
  Cancelled,
  /** Has failed. */
  Error,
  /** Is done, and its results are sent. */
  Finished,
  /** Begins to look for hosts. */
  NetworkScanStarted,
  /** Found a host. */
  NetworkScanResult,
  /** Goes on looking for hosts. */
  NetworkScanProgress,
  /** Has looked at every address. */
  NetworkScanFinished,
  /** Begins to look for servers at the ports of hosts. */
  PortScanStarted,
  /** Found a server. */
  PortScanResult,
  /** Goes on looking for servers. */
  PortScanProgress,
  /** Has looked at every port. */
  PortScanFinished,
  /** Begins to ask servers for their endpoints. */
  ServerDiscoveryStarted,
  /** Asks one server. */
  EndpointsDiscoveryStarted,
  /** Has asked one server. */
  EndpointsDiscoveryFinished,
  /** Has asked every server. */
  ServerDiscoveryFinished
}
