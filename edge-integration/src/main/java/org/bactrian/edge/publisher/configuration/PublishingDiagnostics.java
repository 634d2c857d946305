package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.bactrian.edge.publisher.stream.GroupStatus;
import org.bactrian.edge.publisher.stream.StreamCounters;
import org.bactrian.opcua.session.SessionState;

/** Work of each WriterGroup since the start, as OPC Publisher tells it. Thread-safe. */
public final class PublishingDiagnostics {

  /** A message to IoT Hub counts as one for each part of this many bytes. */
  private static final int CHUNK_BYTES = 4096;

  private static final double SECONDS_A_DAY = 86_400;

  private final Supplier<List<GroupStatus>> groups;
  private final InstantSource clock;
  private final Instant start;

  /**
   * @param groups status of each group when it is asked
   * @param clock time of day
   */
  public PublishingDiagnostics(Supplier<List<GroupStatus>> groups, InstantSource clock) {
    this.groups = groups;
    this.clock = clock;
    this.start = clock.instant();
  }

  /**
   * Work of a WriterGroup. What is not counted here is left out.
   *
   * @param endpoints entries of the group, without secrets
   * @param sentMessagesPerSec messages that arrived, on average
   * @param ingestionDuration time since the start
   * @param ingressDataChanges values received
   * @param ingressValueChanges values received
   * @param ingressEvents events received
   * @param encoderNotificationsProcessed values and events that were encoded or dropped
   * @param encoderNotificationsDropped values that could not be encoded
   * @param encoderIoTMessagesProcessed messages encoded
   * @param encoderAvgNotificationsMessage values and events in a message, on average
   * @param encoderAvgIoTMessageBodySize bytes of a message, on average
   * @param encoderAvgIoTChunkUsage parts of 4 KB that a message counts for, on average
   * @param estimatedIoTChunksPerDay parts of 4 KB a day at this rate
   * @param outgressInputBufferCount messages that wait
   * @param outgressInputBufferDropped messages that could never be sent
   * @param outgressIoTMessageCount messages that arrived
   * @param opcEndpointConnected whether all servers are connected
   * @param monitoredOpcNodesSucceededCount nodes that are monitored
   * @param monitoredOpcNodesFailedCount nodes that are not
   */
  @RecordBuilder
  public record GroupDiagnostics(
      List<ObjectNode> endpoints,
      double sentMessagesPerSec,
      Duration ingestionDuration,
      long ingressDataChanges,
      long ingressValueChanges,
      long ingressEvents,
      long encoderNotificationsProcessed,
      long encoderNotificationsDropped,
      long encoderIoTMessagesProcessed,
      double encoderAvgNotificationsMessage,
      double encoderAvgIoTMessageBodySize,
      double encoderAvgIoTChunkUsage,
      double estimatedIoTChunksPerDay,
      long outgressInputBufferCount,
      long outgressInputBufferDropped,
      long outgressIoTMessageCount,
      boolean opcEndpointConnected,
      long monitoredOpcNodesSucceededCount,
      long monitoredOpcNodesFailedCount) {

    public GroupDiagnostics {
      endpoints = List.copyOf(endpoints);
    }
  }

  /** The groups that are published, each with those of the entries that are of its name. */
  List<GroupDiagnostics> of(List<ObjectNode> entries) {
    Map<String, List<ObjectNode>> byGroup = new LinkedHashMap<>();
    for (ObjectNode entry : entries) {
      byGroup
          .computeIfAbsent(
              AttributeAccess.text(entry, "DataSetWriterGroup"), group -> new ArrayList<>())
          .add(entry);
    }
    Map<String, List<GroupStatus>> parts = new LinkedHashMap<>();
    for (GroupStatus group : groups.get()) {
      if (!group.leaving()) {
        parts.computeIfAbsent(name(group), name -> new ArrayList<>()).add(group);
      }
    }
    return parts.entrySet().stream()
        .map(one -> diagnostics(one.getValue(), byGroup.getOrDefault(one.getKey(), List.of())))
        .toList();
  }

  private static String name(GroupStatus group) {
    // Names of groups without one begin so in messages.
    return group.group().name().startsWith("<<") ? "" : group.group().name();
  }

  /**
   * @param parts streams of the group, of which it has several when its messages go to several
   *     topics
   */
  private GroupDiagnostics diagnostics(List<GroupStatus> parts, List<ObjectNode> entries) {
    Duration since = Duration.between(start, clock.instant());
    double seconds = Math.max(1, since.toMillis() / 1000.0);
    long values = sum(parts, StreamCounters::values);
    long events = sum(parts, StreamCounters::events);
    long messages = sum(parts, StreamCounters::messages);
    long acknowledged = sum(parts, StreamCounters::acknowledged);
    double bodySize = ratio(sum(parts, StreamCounters::acknowledgedBytes), acknowledged);
    double chunks = Math.ceil(bodySize / CHUNK_BYTES);
    long nodes =
        parts.stream()
            .flatMap(part -> part.group().writers().stream())
            .mapToLong(writer -> writer.fields().size())
            .sum();
    long failed = parts.stream().mapToLong(GroupStatus::badNodeCount).sum();
    return PublishingDiagnosticsGroupDiagnosticsBuilder.builder()
        .endpoints(entries)
        .sentMessagesPerSec(acknowledged / seconds)
        .ingestionDuration(since)
        .ingressDataChanges(values)
        .ingressValueChanges(values)
        .ingressEvents(events)
        .encoderNotificationsProcessed(values + events)
        .encoderNotificationsDropped(sum(parts, StreamCounters::dropped))
        .encoderIoTMessagesProcessed(messages)
        .encoderAvgNotificationsMessage(ratio(values + events, messages))
        .encoderAvgIoTMessageBodySize(bodySize)
        .encoderAvgIoTChunkUsage(chunks)
        .estimatedIoTChunksPerDay(acknowledged / seconds * chunks * SECONDS_A_DAY)
        .outgressInputBufferCount(parts.stream().mapToLong(GroupStatus::outbox).sum())
        .outgressInputBufferDropped(sum(parts, StreamCounters::undeliverable))
        .outgressIoTMessageCount(acknowledged)
        .opcEndpointConnected(
            parts.stream()
                .flatMap(part -> part.servers().values().stream())
                .allMatch(SessionState.Connected.class::isInstance))
        .monitoredOpcNodesSucceededCount(Math.max(0, nodes - failed))
        .monitoredOpcNodesFailedCount(failed)
        .build();
  }

  private static long sum(List<GroupStatus> parts, ToLongFunction<StreamCounters> counter) {
    return parts.stream().map(GroupStatus::counters).mapToLong(counter).sum();
  }

  private static double ratio(long sum, long count) {
    return count == 0 ? 0 : sum / (double) count;
  }
}
