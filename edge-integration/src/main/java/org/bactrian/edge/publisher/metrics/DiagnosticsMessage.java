package org.bactrian.edge.publisher.metrics;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.bactrian.edge.publisher.stream.StreamCounter;
import org.bactrian.model.time.TimeSpanText;
import org.bactrian.opcua.session.SessionStatistics;
import org.bactrian.opcua.subscription.PublishRequestCounts;
import org.jspecify.annotations.Nullable;

/** Figures of a WriterGroup as the diagnostics message of OPC Publisher 2.9. */
public final class DiagnosticsMessage {

  private DiagnosticsMessage() {}

  /**
   * Returns the message.
   *
   * @param version version of the edge
   * @param load load of the process, null to leave it out
   * @param now time of the figures
   */
  public static ObjectNode of(
      GroupFigures group, String version, @Nullable ProcessLoad load, Instant now) {
    Duration running = Duration.ofMillis((long) (group.seconds() * 1000));
    ObjectNode message = JSON.createObjectNode();
    message.put("Timestamp", now.toString());
    message.put("PublisherVersion", version);
    message.put("WriterGroupName", group.status().group().name());
    message.put("IngestionStart", now.minus(running).toString());
    message.put("IngestionDuration", TimeSpanText.format(running));
    servers(group, message);
    ingress(group, message);
    egress(group, message);
    if (load != null) {
      message.put("CpuUsedPercentage", load.cpu() * load.processors());
      message.put("CpuLimitUtilization", load.cpu());
      message.put("MaximumCpuUnits", (double) load.processors());
      message.put("MemoryUsedInBytes", load.usedBytes());
      message.put("MaximumMemoryInBytes", load.limitBytes());
      message.put("MemoryUsedPercentage", load.memory());
      message.put("MemoryLimitUtilization", load.memory());
    }
    return message;
  }

  private static void servers(GroupFigures group, ObjectNode message) {
    message.put("OpcEndpointConnected", group.connected() > 0);
    message.put("NumberOfConnectedEndpoints", group.connected());
    message.put("NumberOfDisconnectedEndpoints", group.sessions().size() - group.connected());
    message.put("ConnectionCount", whole(group.sessions(SessionStatistics::connects)));
    message.put("ConnectionRetries", whole(group.sessions(SessionStatistics::retries)));
    message.put("ConnectionsReconnecting", group.reconnecting());
    long signs = whole(group.requests(PublishRequestCounts::keepAlives));
    message.put("ConnectionKeepAlives", signs);
    message.put("ConnectionKeepAlivesTotal", signs);
    message.put("TotalPublishRequests", whole(group.requests(PublishRequestCounts::outstanding)));
    message.put("TotalMinPublishRequests", whole(group.requests(PublishRequestCounts::needed)));
    message.put("TotalGoodPublishRequests", whole(group.requests(PublishRequestCounts::answered)));
    message.put("TotalBadPublishRequests", whole(group.requests(PublishRequestCounts::failed)));
    message.put("NumberOfWriters", group.status().writers().size());
    message.put("MonitoredOpcNodesCount", group.goodNodes() + group.badNodes());
    message.put("MonitoredOpcNodesSucceededCount", group.goodNodes());
    message.put("MonitoredOpcNodesFailedCount", group.badNodes());
    message.put("MonitoredOpcNodesLateCount", group.lateNodes());
    message.put("ActiveHeartbeatCount", group.heartbeatNodes());
    message.put("ActiveConditionCount", group.conditionNodes());
  }

  private static void ingress(GroupFigures group, ObjectNode message) {
    rated(group, message, "IngressDataChanges", StreamCounter.DATA_CHANGES);
    rated(group, message, "IngressValueChanges", StreamCounter.VALUES);
    rated(group, message, "IngressEvents", StreamCounter.EVENTS);
    rated(group, message, "IngressEventNotifications", StreamCounter.EVENT_NOTIFICATIONS);
    rated(group, message, "IngressHeartbeats", StreamCounter.HEARTBEATS);
    rated(group, message, "IngressCyclicReads", StreamCounter.CYCLIC_READS);
    rated(group, message, "IngressSampledValues", StreamCounter.SAMPLED_VALUES);
    rated(group, message, "IngressModelChanges", StreamCounter.MODEL_CHANGES);
    rated(group, message, "ServerQueueOverflows", StreamCounter.OVERFLOWS);
    message.put("IngressKeepAliveNotifications", group.count(StreamCounter.KEEP_ALIVES));
    message.put("IngressNotificationsDropped", group.count(StreamCounter.GAPS));
    message.put("IngressBatchBlockBufferSize", group.status().batched());
  }

  private static void egress(GroupFigures group, ObjectNode message) {
    message.put(
        "EncodingBlockInputSize",
        whole(group.sessions(session -> session.subscriptions().waitingMessages())));
    message.put("EncodingBlockOutputSize", group.status().outbox());
    message.put("EncoderNotificationsProcessed", group.count(StreamCounter.ENCODED_NOTIFICATIONS));
    message.put("EncoderNotificationsDropped", group.count(StreamCounter.DROPPED));
    message.put("EncoderIoTMessagesProcessed", group.count(StreamCounter.MESSAGES));
    message.put("EncoderAvgNotificationsMessage", group.notificationsPerMessage());
    message.put("EncoderAvgIoTMessageBodySize", group.bytesPerMessage());
    message.put("EncoderAvgIoTChunkUsage", group.chunksPerMessage());
    message.put("EstimatedIoTChunksPerDay", group.chunksPerDay());
    message.put("EncoderMaxMessageSplitRatio", group.status().counters().mostOfMessage());
    message.put("OutgressInputBufferCount", group.status().outbox());
    message.put("OutgressInputBufferDropped", group.count(StreamCounter.UNDELIVERABLE));
    message.put("OutgressIoTMessageCount", group.count(StreamCounter.ACKNOWLEDGED));
    message.put("OutgressIoTMessageFailedCount", group.count(StreamCounter.REFUSED));
    message.put("SentMessagesPerSec", group.perSecond(StreamCounter.ACKNOWLEDGED));
    message.put("TotalPublishQueuePartitions", 1);
    message.put(
        "ActivePublishQueuePartitions", group.inLastMinute(StreamCounter.MESSAGES) > 0 ? 1 : 0);
  }

  private static void rated(
      GroupFigures group, ObjectNode message, String name, StreamCounter counter) {
    message.put(name, group.count(counter));
    message.put(name + "InLastMinute", group.inLastMinute(counter));
  }

  private static long whole(double number) {
    return Math.round(number);
  }
}
