package org.bactrian.edge.options;

import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.SubscriptionSettings;

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
 * @param http how its own API is opened
 * @param role how the process runs
 */
public record EdgeOptions(
    PublishedNodesOptions publishedNodes,
    MessageOptions messages,
    MonitoringOptions monitoring,
    SessionOptions sessions,
    PkiOptions pki,
    TransportOptions transport,
    HttpOptions http,
    RoleOptions role) {

  /** The same with another configuration of the publisher. */
  public EdgeOptions withPublishedNodes(PublishedNodesOptions other) {
    return new EdgeOptions(other, messages, monitoring, sessions, pki, transport, http, role);
  }

  /** The same with another way to IoT Hub. */
  public EdgeOptions withTransport(TransportOptions other) {
    return new EdgeOptions(publishedNodes, messages, monitoring, sessions, pki, other, http, role);
  }

  /**
   * What holds where the published nodes file says nothing.
   *
   * @param identity name of the publisher unless the user gave it one
   */
  public PublishingDefaults publishingDefaults(String identity) {
    return new PublishingDefaults(
        messages.publisherId().isEmpty() ? identity : messages.publisherId(),
        messages.format(),
        messages.batch(),
        messages.transport(),
        "",
        new PublishingDefaults.Writer(
            SubscriptionSettings.DEFAULT.withPublishingInterval(monitoring.publishingInterval()),
            publishedNodes.maxNodesPerDataSet(),
            messages.keyFrameCount(),
            messages.sendKeepAlives()),
        new PublishingDefaults.Field(
            monitoring.samplingInterval(),
            monitoring.queueSize(),
            !monitoring.discardNew(),
            MonitoringFilter.NONE,
            monitoring.skipFirst(),
            monitoring.fetchDisplayName()));
  }

  /** How the edge meets OPC UA servers. */
  public OpcUaClientSettings clientSettings() {
    return OpcUaClientSettings.of(pki.root())
        .withApplication(pki.applicationName(), pki.applicationUri())
        .withChecks(pki.checks())
        .withSession(sessions.timeout(), sessions.keepAliveInterval())
        .withTimeouts(sessions.createTimeout(), sessions.operationTimeout())
        .withReconnectDelay(sessions.minReconnectDelay(), sessions.maxReconnectDelay());
  }
}
