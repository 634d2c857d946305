package org.bactrian.edge.options;

/**
 * Everything that the user decides about the edge, read once at the start by {@link
 * EdgeOptionsReader} and valid from then on.
 *
 * @param publishedNodes where the configuration of the publisher comes from
 * @param messages what leaves, and when
 * @param monitoring how values are monitored
 * @param sessions how the edge deals with OPC UA servers
 * @param pki who the edge is for them, and whom it trusts
 * @param transport where messages go
 * @param role how the process runs
 */
public record EdgeOptions(
    PublishedNodesOptions publishedNodes,
    MessageOptions messages,
    MonitoringOptions monitoring,
    SessionOptions sessions,
    PkiOptions pki,
    TransportOptions transport,
    RoleOptions role) {

  /** The same with another way to IoT Hub. */
  public EdgeOptions withTransport(TransportOptions other) {
    return new EdgeOptions(publishedNodes, messages, monitoring, sessions, pki, other, role);
  }
}
