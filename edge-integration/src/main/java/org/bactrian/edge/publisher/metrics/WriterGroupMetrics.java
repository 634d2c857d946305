package org.bactrian.edge.publisher.metrics;

import static org.bactrian.edge.publisher.metrics.MetricDefinition.count;
import static org.bactrian.edge.publisher.metrics.MetricDefinition.gauge;

import java.util.ArrayList;
import java.util.List;
import org.bactrian.edge.publisher.stream.StreamCounter;
import org.bactrian.edge.publisher.stream.WriterStatus;
import org.bactrian.opcua.session.SessionStatistics;
import org.bactrian.opcua.subscription.PublishRequestCounts;

/** Metrics of a WriterGroup under the names of OPC Publisher 2.8 and 2.9. */
final class WriterGroupMetrics {

  static final List<MetricDefinition<GroupFigures>> ALL = all();

  /** Metrics of one server of a group, since 2.9.18. */
  static final List<MetricDefinition<GroupFigures>> OF_SERVER =
      List.of(
          gauge(
              "endpoint_value_changes_per_second",
              "Values and events received from a server a second",
              group -> group.writers(WriterStatus::received) / group.seconds()),
          gauge(
              "endpoint_connection_retries",
              "Attempts to connect to a server that failed",
              group -> group.sessions(SessionStatistics::retries)),
          gauge(
              "endpoint_is_connection_ok",
              "Sessions with a server that are active",
              GroupFigures::connected));

  private WriterGroupMetrics() {}

  private static List<MetricDefinition<GroupFigures>> all() {
    List<MetricDefinition<GroupFigures>> all = new ArrayList<>();
    rated(all, "heartbeats", "Heartbeats sent", StreamCounter.HEARTBEATS);
    rated(all, "sampledvalues", "Values read by the edge", StreamCounter.SAMPLED_VALUES);
    rated(all, "modelchanges", "Changes of address spaces", StreamCounter.MODEL_CHANGES);
    rated(all, "value_changes", "Values received", StreamCounter.VALUES);
    rated(all, "events", "Events received", StreamCounter.EVENTS);
    rated(
        all,
        "event_notifications",
        "Notifications that brought events",
        StreamCounter.EVENT_NOTIFICATIONS);
    rated(all, "data_changes", "Notifications that brought values", StreamCounter.DATA_CHANGES);
    rated(all, "cyclicreads", "Reads by the edge", StreamCounter.CYCLIC_READS);
    rated(all, "queue_overflows", "Values with the overflow bit", StreamCounter.OVERFLOWS);
    connections(all);
    nodes(all);
    requests(all);
    metadata(all);
    sending(all);
    encoding(all);
    return List.copyOf(all);
  }

  /** A count, its rate since the start, and the number in the last minute as 2.9 has it. */
  private static void rated(
      List<MetricDefinition<GroupFigures>> all, String name, String help, StreamCounter counter) {
    all.add(count(name, help, group -> group.count(counter)));
    all.add(gauge(name + "_per_second", help + " a second", group -> group.perSecond(counter)));
    all.add(
        gauge(
            name + "_per_second_last_min",
            help + " in the last minute",
            group -> group.inLastMinute(counter)));
  }

  private static void connections(List<MetricDefinition<GroupFigures>> all) {
    all.add(
        count(
            "keep_alive_notifications",
            "Notifications that only told that a subscription lives",
            group -> group.count(StreamCounter.KEEP_ALIVES)));
    all.add(
        gauge(
            "connection_retries",
            "Attempts to connect that failed",
            group -> group.sessions(SessionStatistics::retries)));
    all.add(
        gauge(
            "connection_total_keepalives",
            "Signs of life from the servers",
            group -> group.requests(PublishRequestCounts::keepAlives)));
    all.add(
        gauge(
            "connection_successful_keepalives",
            "Signs of life from servers that are connected",
            group ->
                group.sessions(
                    session ->
                        GroupFigures.isConnected(session.state())
                            ? session.subscriptions().publishing().keepAlives()
                            : 0)));
    all.add(
        gauge(
            "connections", "Sessions made", group -> group.sessions(SessionStatistics::connects)));
    all.add(
        gauge(
            "connection_reconnecting",
            "Sessions that are being made again",
            GroupFigures::reconnecting));
    all.add(gauge("is_connection_ok", "Sessions that are active", GroupFigures::connected));
    all.add(
        gauge(
            "is_disconnected",
            "Sessions that are not active",
            group -> group.sessions().size() - group.connected()));
  }

  private static void nodes(List<MetricDefinition<GroupFigures>> all) {
    all.add(gauge("writer_count", "Writers", group -> group.status().writers().size()));
    all.add(gauge("writer_nodes", "Nodes", group -> group.writers(WriterStatus::items)));
    all.add(gauge("writer_good_nodes", "Nodes that are monitored", GroupFigures::goodNodes));
    all.add(gauge("writer_bad_nodes", "Nodes that are not monitored", GroupFigures::badNodes));
    all.add(gauge("writer_late_nodes", "Nodes that are late", GroupFigures::lateNodes));
    all.add(
        gauge(
            "writer_heartbeat_enabled_nodes",
            "Nodes with heartbeats",
            GroupFigures::heartbeatNodes));
    all.add(
        gauge(
            "writer_condition_enabled_nodes",
            "Nodes with snapshots of conditions",
            GroupFigures::conditionNodes));
  }

  private static void requests(List<MetricDefinition<GroupFigures>> all) {
    all.add(
        gauge(
            "publish_requests_client_totals",
            "Publish requests that wait at servers",
            group -> group.requests(PublishRequestCounts::outstanding)));
    all.add(
        gauge(
            "good_publish_requests_client_totals",
            "Publish requests that were answered",
            group -> group.requests(PublishRequestCounts::answered)));
    all.add(
        gauge(
            "bad_publish_requests_client_totals",
            "Publish requests that failed",
            group -> group.requests(PublishRequestCounts::failed)));
    all.add(
        gauge(
            "min_publish_requests_client_totals",
            "Publish requests that should wait at servers",
            group -> group.requests(PublishRequestCounts::needed)));
  }

  private static void metadata(List<MetricDefinition<GroupFigures>> all) {
    all.add(
        gauge(
            "metadata_changes",
            "Changes of the metadata of writers",
            group -> group.count(StreamCounter.METADATA_CHANGES)));
    all.add(
        gauge(
            "good_metadata",
            "Reads of metadata that succeeded",
            group -> group.count(StreamCounter.METADATA_READ)));
    all.add(
        gauge(
            "bad_metadata",
            "Reads of metadata that failed",
            group -> group.count(StreamCounter.METADATA_FAILED)));
    all.add(
        gauge(
            "messages_without_metadata",
            "Messages that left before the metadata was there",
            group -> group.count(StreamCounter.WITHOUT_METADATA)));
  }

  private static void sending(List<MetricDefinition<GroupFigures>> all) {
    all.add(
        count(
            "messages", "Messages that arrived", group -> group.count(StreamCounter.ACKNOWLEDGED)));
    all.add(
        count(
            "message_send_failures",
            "Attempts to send that failed",
            group -> group.count(StreamCounter.REFUSED)));
    all.add(
        count(
            "send_queue_dropped_count",
            "Messages that could never be sent and were set aside",
            group -> group.count(StreamCounter.UNDELIVERABLE)));
    all.add(
        count(
            "publish_queue_dropped_count",
            "Times that values may have been lost",
            group -> group.count(StreamCounter.GAPS)));
    all.add(
        count(
            "sent_iot_messages",
            "Messages that IoT Hub took",
            group -> ofHub(group, group.count(StreamCounter.ACKNOWLEDGED))));
    all.add(
        count(
            "iothub_queue_dropped_count",
            "Messages that IoT Hub could never take",
            group -> ofHub(group, group.count(StreamCounter.UNDELIVERABLE))));
    all.add(
        count(
            "failed_iot_messages",
            "Attempts to send to IoT Hub that failed",
            group -> ofHub(group, group.count(StreamCounter.REFUSED))));
    all.add(gauge("partitions_count", "Streams of the group", group -> 1));
    all.add(
        gauge(
            "partitions_active",
            "Streams that move data now",
            group -> group.inLastMinute(StreamCounter.MESSAGES) > 0 ? 1 : 0));
    all.add(gauge("send_queue_size", "Messages to be sent", group -> group.status().outbox()));
    all.add(
        gauge(
            "iothub_queue_size",
            "Messages to be sent to IoT Hub",
            group -> ofHub(group, group.status().outbox())));
    all.add(
        gauge(
            "messages_per_second",
            "Messages that arrived a second",
            group -> group.perSecond(StreamCounter.ACKNOWLEDGED)));
    all.add(
        gauge(
            "sent_iot_messages_per_second",
            "Messages that IoT Hub took a second",
            group -> ofHub(group, group.perSecond(StreamCounter.ACKNOWLEDGED))));
    all.add(
        count(
            "exceptions",
            "Internal errors that the group went on after",
            group -> group.count(StreamCounter.ERRORS)));
  }

  private static double ofHub(GroupFigures group, double value) {
    return group.toIotHub() ? value : 0;
  }

  private static void encoding(List<MetricDefinition<GroupFigures>> all) {
    all.add(
        gauge(
            "batch_input_queue_size",
            "DataSetMessages that wait for their batch",
            group -> group.status().batched()));
    all.add(
        gauge(
            "encoding_input_queue_size",
            "Messages of servers that wait for the group",
            group -> group.sessions(session -> session.subscriptions().waitingMessages())));
    all.add(
        gauge(
            "encoding_output_queue_size",
            "Encoded messages that nobody has acknowledged",
            group -> group.status().outbox()));
    all.add(
        count(
            "encoded_notifications",
            "DataSetMessages that were encoded",
            group -> group.count(StreamCounter.ENCODED_NOTIFICATIONS)));
    all.add(
        count(
            "dropped_notifications",
            "Values that could not be encoded",
            group -> group.count(StreamCounter.DROPPED)));
    all.add(
        count(
            "processed_messages",
            "NetworkMessages that were encoded",
            group -> group.count(StreamCounter.MESSAGES)));
    all.add(
        gauge(
            "notifications_per_message_average",
            "DataSetMessages in a NetworkMessage",
            GroupFigures::notificationsPerMessage));
    all.add(
        gauge(
            "encoded_message_size_average",
            "Bytes of a NetworkMessage",
            GroupFigures::bytesPerMessage));
    all.add(
        gauge(
            "chunk_size_average",
            "Blocks of 4 KiB of a NetworkMessage",
            GroupFigures::chunksPerMessage));
    all.add(
        gauge(
            "estimated_message_chunks_per_day",
            "Blocks of 4 KiB a day",
            GroupFigures::chunksPerDay));
    all.add(
        gauge(
            "message_split_ratio_max",
            "Largest number of NetworkMessages of one DataSetMessage",
            group -> group.status().counters().mostOfMessage()));
  }
}
