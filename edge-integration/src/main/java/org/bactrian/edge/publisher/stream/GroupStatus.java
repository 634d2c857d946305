package org.bactrian.edge.publisher.stream;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.session.SessionState;

/**
 * Where a WriterGroup stands.
 *
 * @param group which group
 * @param counters what it did so far; goes on counting
 * @param outbox NetworkMessages that nobody has acknowledged yet
 * @param refusal why messages are refused on their route, empty when they are not
 * @param servers state of the session with each server by endpoint URL
 * @param badNodes nodes that are not monitored and the server's reason
 */
public record GroupStatus(
    WriterGroup group,
    StreamCounters counters,
    int outbox,
    String refusal,
    Map<String, SessionState> servers,
    Map<String, String> badNodes) {

  static GroupStatus of(WriterGroupStream stream) {
    Map<String, SessionState> servers = new TreeMap<>();
    Map<String, String> badNodes = new TreeMap<>();
    List<WriterStream> writers = stream.writers();
    for (WriterStream writer : writers) {
      servers.put(writer.writer().endpointUrl(), writer.sessionState());
      writer.badItems().forEach((key, status) -> badNodes.put(key, status.toString()));
    }
    return new GroupStatus(
        stream.group(),
        stream.counters(),
        stream.outbox().size(),
        stream.outbox().refusal().map(Outbox.Refusal::reason).orElse(""),
        servers,
        badNodes);
  }
}
