package org.bactrian.edge.options;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Files;
import java.time.Duration;
import org.bactrian.edge.publisher.metrics.MetricsSettings;
import org.bactrian.edge.publisher.nodes.CredentialCipher;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.subscription.SubscriptionSettings;

/**
 * Options of the edge, read once at the start by {@link EdgeOptionsReader} and valid from then on.
 *
 * @param publishedNodes location of the publisher's configuration
 * @param messages outgoing messages
 * @param monitoring monitoring of values
 * @param nodes way to nodes
 * @param sessions sessions with OPC UA servers
 * @param pki identity of the edge towards servers, and its trust
 * @param transport transports of messages
 * @param outbox what waits to be sent
 * @param http the edge's own HTTP API
 * @param gds the Global Discovery Server
 * @param observability metrics
 * @param role the process
 */
@RecordBuilder
public record EdgeOptions(
    PublishedNodesOptions publishedNodes,
    MessageOptions messages,
    MonitoringOptions monitoring,
    NodeOptions nodes,
    SessionOptions sessions,
    PkiOptions pki,
    TransportOptions transport,
    OutboxOptions outbox,
    HttpOptions http,
    GdsOptions gds,
    ObservabilityOptions observability,
    RoleOptions role)
    implements EdgeOptionsBuilder.With {

  /**
   * Returns the defaults for settings that the published nodes file leaves out.
   *
   * @param identity name of the publisher unless the user gave it one
   */
  public PublishingDefaults publishingDefaults(String identity) {
    return new PublishingDefaults(
        messages.publisherId().isEmpty() ? identity : messages.publisherId(),
        messages.format(),
        messages.batch(),
        messages.transport(),
        messages.delivery(),
        messages.metaData(),
        messages.partitions(),
        new PublishingDefaults.Writer(
            SubscriptionSettings.DEFAULT
                .with()
                .publishingInterval(monitoring.publishingInterval())
                .keepAliveCount(nodes.subscriptions().keepAliveCount())
                .lifetime(lifetime())
                .transferred(nodes.subscriptions().transferred())
                .build(),
            publishedNodes.maxNodesPerDataSet(),
            messages.keyFrameCount(),
            messages.sendKeepAlives(),
            messages.keepAlivesAsKeyFrames(),
            nodes.subscriptions().lifetimeCount(),
            nodes.subscriptions().ignoresIntervals()),
        new PublishingDefaults.Field(
            monitoring.samplingInterval(),
            monitoring.queueSize(),
            monitoring.outage(),
            !monitoring.discardNew(),
            nodes.filter(),
            monitoring.skipFirst(),
            monitoring.fetchDisplayName(),
            monitoring.heartbeat()),
        CredentialCipher.in(role.data()),
        nodes.defaults(),
        sessions.reverseConnect());
  }

  /**
   * Returns labels and bounds of the publisher's metrics.
   *
   * @param identity name of the publisher unless the user gave it one
   */
  public MetricsSettings metricsSettings(String identity) {
    return new MetricsSettings(
        messages.siteId(),
        messages.publisherId().isEmpty() ? identity : messages.publisherId(),
        observability.totalSuffix(),
        observability.mostSeries());
  }

  /**
   * Returns whether the publisher gets its jobs from the cloud: it has a hub, and neither a
   * published nodes file of the user nor OPC Publisher's in the current folder.
   */
  public boolean isOrchestrated() {
    boolean standalone =
        publishedNodes.named()
            || publishedNodes.createIfMissing()
            || Files.exists(publishedNodes.file());
    return !standalone && !(transport.hub() instanceof HubCredential.None);
  }

  /**
   * Returns the defaults for settings that jobs leave open, which are those of OPC Publisher but
   * for the transport and what a server does for this edge.
   *
   * @param identity name of the publisher
   */
  public PublishingDefaults jobDefaults(String identity) {
    PublishingDefaults compatible = PublishingDefaults.compatible(identity);
    PublishingDefaults.Field field = compatible.field();
    return compatible
        .with()
        .transport(messages.transport())
        .reverseConnect(sessions.reverseConnect())
        .writer(
            new PublishingDefaults.Writer(
                SubscriptionSettings.DEFAULT.withLifetime(lifetime()),
                publishedNodes.maxNodesPerDataSet(),
                compatible.writer().keyFrameCount(),
                compatible.writer().sendKeepAlive(),
                compatible.writer().keepAliveAsKeyFrame()))
        .field(
            new PublishingDefaults.Field(
                field.samplingInterval(),
                field.queueSize(),
                monitoring.outage(),
                field.discardOldest(),
                field.filter(),
                field.skipFirst(),
                field.fetchDisplayName(),
                field.heartbeat()))
        .build();
  }

  /** A server keeps a subscription longer than the longest outage, whatever its count says. */
  private Duration lifetime() {
    Duration least =
        nodes.subscriptions().lifetimeCount() > 0
            ? Duration.ZERO
            : SubscriptionSettings.DEFAULT.lifetime();
    Duration twice = monitoring.outage().multipliedBy(2);
    return twice.compareTo(least) > 0 ? twice : least;
  }

  /** Returns the client settings for OPC UA servers. */
  public OpcUaClientSettings clientSettings() {
    return OpcUaClientSettings.of(pki.root())
        .with()
        .applicationName(pki.applicationName())
        .applicationUri(pki.applicationUri())
        .pkiStores(pki.stores())
        .ownCertificate(pki.ownCertificate())
        .checks(pki.checks())
        .sessionTimeout(sessions.timeout())
        .keepAliveInterval(sessions.keepAliveInterval())
        .connectTimeout(sessions.createTimeout())
        .requestTimeout(sessions.operationTimeout())
        .tokenLifetime(sessions.tokenLifetime())
        .maxMessageSize(sessions.maxMessageSize())
        .productUri(sessions.productUri())
        .reverseConnect(sessions.reverseAddress())
        .reconnectDelayMin(sessions.minReconnectDelay())
        .reconnectDelayMax(sessions.maxReconnectDelay())
        .subscriptions(nodes.limits())
        .requestBounds(nodes.requests())
        .build();
  }
}
