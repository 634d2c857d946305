package org.bactrian.edge.publisher.metrics;

import static org.bactrian.edge.publisher.metrics.MetricDefinition.count;
import static org.bactrian.edge.publisher.metrics.MetricDefinition.gauge;
import static org.bactrian.edge.publisher.metrics.MetricDefinition.total;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.session.SessionStatistics;
import org.bactrian.opcua.subscription.PublishRequestCounts;
import org.bactrian.opcua.subscription.SubscriptionCounts;

/**
 * Metrics of the sessions with one server under the names of OPC Publisher 2.8 and 2.9. What 2.9
 * counts for each client without saying which has its endpoint here.
 */
final class ServerMetrics {

  private static final int CONNECTING = 0;
  private static final int NOT_REACHABLE = 1;
  private static final int READY = 5;
  private static final int DISCONNECTED = 7;

  static final List<MetricDefinition<ServerFigures>> ALL =
      List.of(
          gauge("monitored_items", "Items in subscriptions", subscriptions(ServerMetrics::items)),
          gauge(
              "reporting_nodes",
              "Items that report",
              subscriptions(SubscriptionCounts::monitoredItems)),
          gauge(
              "good_nodes",
              "Items that are monitored",
              subscriptions(SubscriptionCounts::monitoredItems)),
          gauge(
              "bad_nodes",
              "Items that are not monitored",
              subscriptions(SubscriptionCounts::refusedItems)),
          gauge("subscriptions", "Subscriptions", subscriptions(SubscriptionCounts::subscriptions)),
          // Every item reports: none is made with another mode.
          gauge("disabled_nodes", "Items that are disabled", server -> 0),
          gauge("sampling_nodes", "Items that sample and do not report", server -> 0),
          gauge(
              "nodes_monitoring_mode_inconsistent",
              "Items with another mode than was asked for",
              server -> 0),
          gauge("heartbeat_nodes", "Items with heartbeats", groups(GroupFigures::heartbeatNodes)),
          gauge(
              "heartbeat_enabled_nodes",
              "Items whose heartbeats are sent",
              groups(GroupFigures::heartbeatNodes)),
          gauge(
              "condition_nodes",
              "Items with snapshots of conditions",
              groups(GroupFigures::conditionNodes)),
          gauge(
              "condition_enabled_nodes",
              "Items whose snapshots of conditions are sent",
              groups(GroupFigures::conditionNodes)),
          gauge("late_nodes", "Items that are late", groups(GroupFigures::lateNodes)),
          total(
              "subscription_resync",
              "Times that values may have been lost",
              subscriptions(SubscriptionCounts::gaps)),
          gauge(
              "subscription_resync_count",
              "Times that values may have been lost",
              subscriptions(SubscriptionCounts::gaps)),
          gauge(
              "subscription_stopped_count",
              "Subscriptions that wait for their session",
              sum(
                  session ->
                      state(session.state()) == READY
                          ? 0
                          : session.subscriptions().subscriptions())),
          gauge(
              "deferred_acks_enabled_count",
              "Subscriptions whose messages are acknowledged when they are safe",
              subscriptions(SubscriptionCounts::subscriptions)),
          gauge(
              "client_publish_timeout_count",
              "Publish requests that failed",
              requests(PublishRequestCounts::failed)),
          count(
              "missing_keep_alives",
              "Times that values may have been lost",
              subscriptions(SubscriptionCounts::gaps)),
          gauge(
              "publish_requests_per_subscription",
              "Publish requests that wait, for each subscription",
              perSubscription(PublishRequestCounts::outstanding)),
          gauge(
              "good_publish_requests_per_subscription",
              "Publish requests that were answered, for each subscription",
              perSubscription(PublishRequestCounts::answered)),
          gauge(
              "bad_publish_requests_per_subscription",
              "Publish requests that failed, for each subscription",
              perSubscription(PublishRequestCounts::failed)),
          gauge(
              "min_publish_requests_per_subscription",
              "Publish requests that should wait, for each subscription",
              perSubscription(PublishRequestCounts::needed)),
          gauge(
              "client_connectivity_state",
              "0 connecting, 1 not reachable, 5 ready, 7 disconnected",
              server ->
                  server.sessions().stream()
                      .mapToInt(session -> state(session.state()))
                      .min()
                      .orElse(DISCONNECTED)),
          gauge(
              "client_keep_alive_counter",
              "Signs of life from a server that is connected",
              requests(PublishRequestCounts::keepAlives)),
          gauge(
              "client_keep_alive_counter_count",
              "Signs of life from the server",
              requests(PublishRequestCounts::keepAlives)),
          gauge(
              "client_reconnect_trigger",
              "Sessions that are being made again",
              sum(session -> state(session.state()) == READY ? 0 : 1)),
          gauge(
              "client_connectivity_retry_count",
              "Attempts to connect that failed",
              sum(SessionStatistics::retries)),
          gauge("client_connectivity_count", "Sessions made", sum(SessionStatistics::connects)),
          gauge("client_ref_count", "Users of the sessions", sum(SessionStatistics::holders)),
          gauge(
              "client_good_publish_requests_count",
              "Publish requests that were answered",
              requests(PublishRequestCounts::answered)),
          gauge(
              "client_bad_publish_requests_count",
              "Publish requests that failed",
              requests(PublishRequestCounts::failed)),
          gauge(
              "client_min_publish_requests_count",
              "Publish requests that should wait",
              requests(PublishRequestCounts::needed)),
          gauge(
              "client_outstanding_requests_count",
              "Publish requests that wait",
              requests(PublishRequestCounts::outstanding)),
          gauge(
              "session_count",
              "Sessions that are active",
              sum(session -> state(session.state()) == READY ? 1 : 0)));

  private ServerMetrics() {}

  private static ToDoubleFunction<ServerFigures> groups(ToLongFunction<GroupFigures> figure) {
    return server -> server.groups().stream().mapToLong(figure).sum();
  }

  private static double items(SubscriptionCounts counts) {
    return (double) counts.monitoredItems() + counts.refusedItems();
  }

  private static ToDoubleFunction<ServerFigures> sum(ToDoubleFunction<SessionStatistics> figure) {
    return server -> server.sessions().stream().mapToDouble(figure).sum();
  }

  private static ToDoubleFunction<ServerFigures> subscriptions(
      ToDoubleFunction<SubscriptionCounts> figure) {
    return sum(session -> figure.applyAsDouble(session.subscriptions()));
  }

  private static ToDoubleFunction<ServerFigures> requests(
      ToDoubleFunction<PublishRequestCounts> figure) {
    return subscriptions(counts -> figure.applyAsDouble(counts.publishing()));
  }

  private static ToDoubleFunction<ServerFigures> perSubscription(
      ToDoubleFunction<PublishRequestCounts> figure) {
    return server -> {
      double subscriptions = subscriptions(SubscriptionCounts::subscriptions).applyAsDouble(server);
      return subscriptions == 0 ? 0 : requests(figure).applyAsDouble(server) / subscriptions;
    };
  }

  private static int state(SessionState state) {
    if (state instanceof SessionState.Connected) {
      return READY;
    }
    if (state instanceof SessionState.Connecting) {
      return CONNECTING;
    }
    return state instanceof SessionState.Disconnected ? NOT_REACHABLE : DISCONNECTED;
  }
}
