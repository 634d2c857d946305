package org.bactrian.edge.publisher.stream;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * @param refusal why messages are refused on their route, empty when they are not
 * @param servers state of the session with each server by endpoint URL
 * @param badNodes nodes that are not monitored and the server's reason
 */
public record GroupStatus(
    WriterGroup group,
    boolean leaving,
    StreamCounters counters,
    int outbox,
    String refusal,
    Map<String, SessionState> servers,
    Map<String, String> badNodes) {

  static GroupStatus of(WriterGroupStream stream) {
    return of(stream, stream.writers(), false);
  }

  static GroupStatus ofLeaving(WriterGroupStream stream) {
    return of(stream, List.of(), true);
  }

  private static GroupStatus of(
      WriterGroupStream stream, List<DataSetWriterStream> writers, boolean leaving) {
    Map<String, SessionState> servers = new TreeMap<>();
    Map<String, String> badNodes = new TreeMap<>();
    for (DataSetWriterStream writer : writers) {
      servers.put(writer.writer().endpointUrl(), writer.sessionState());
      badNodes.putAll(writer.badItems());
    }
    return new GroupStatus(
        stream.group(),
        leaving,
        stream.counters(),
        stream.outbox().size(),
        stream.outbox().refusal().map(Outbox.Refusal::reason).orElse(""),
        servers,
        badNodes);
  }
}
