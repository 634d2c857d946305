package org.bactrian.edge.publisher.stream;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bactrian.edge.outbox.Outbox;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.session.SessionState;

/**
 * Status of a WriterGroup.
 *
 * @param group the group
 * @param leaving whether the group is not wanted any more and only its last messages are to leave;
 *     its servers and nodes are then nobody's concern
 * @param counters what it did so far; goes on counting
 * @param outbox NetworkMessages that nobody has acknowledged yet
 * @param batched DataSetMessages that wait for their NetworkMessage
 * @param refusal why messages are refused on their route, empty when they are not
 * @param writers status of each of its writers
 * @param reasons how to find the nodes that are not monitored with the server's reason, which may
 *     be many
 */
public record GroupStatus(
    WriterGroup group,
    boolean leaving,
    StreamCounters counters,
    int outbox,
    int batched,
    String refusal,
    List<WriterStatus> writers,
    Supplier<Map<String, String>> reasons) {

  static GroupStatus of(WriterGroupStream stream) {
    return of(stream, stream.writers(), false);
  }

  static GroupStatus ofLeaving(WriterGroupStream stream) {
    return of(stream, List.of(), true);
  }

  private static GroupStatus of(
      WriterGroupStream stream, List<DataSetWriterStream> writers, boolean leaving) {
    return new GroupStatus(
        stream.group(),
        leaving,
        stream.counters(),
        stream.outbox().size(),
        stream.batched(),
        stream.outbox().refusal().map(Outbox.Refusal::reason).orElse(""),
        writers.stream().map(DataSetWriterStream::status).toList(),
        () -> {
          Map<String, String> reasons = new TreeMap<>();
          writers.forEach(writer -> reasons.putAll(writer.badItems()));
          return reasons;
        });
  }

  /** The same with these of its writers only. */
  public GroupStatus withWriters(List<WriterStatus> some) {
    return new GroupStatus(group, leaving, counters, outbox, batched, refusal, some, reasons);
  }

  /** State of the session with each server by endpoint URL. */
  public Map<String, SessionState> servers() {
    Map<String, SessionState> servers = new TreeMap<>();
    writers.forEach(writer -> servers.put(writer.endpointUrl(), writer.state()));
    return servers;
  }

  /** Nodes that are not monitored and the server's reason. */
  public Map<String, String> badNodes() {
    return reasons.get();
  }

  /** Number of nodes that are not monitored. */
  public int badNodeCount() {
    return writers.stream().mapToInt(WriterStatus::badItems).sum();
  }
}
