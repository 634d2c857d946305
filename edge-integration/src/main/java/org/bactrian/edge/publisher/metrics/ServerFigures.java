package org.bactrian.edge.publisher.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bactrian.opcua.session.SessionStatistics;

/**
 * Figures of one server at one moment.
 *
 * @param sessions sessions with it
 * @param groups figures of the writers that publish from it
 */
record ServerFigures(List<SessionStatistics> sessions, List<GroupFigures> groups) {

  private static ServerFigures none() {
    return new ServerFigures(new ArrayList<>(), new ArrayList<>());
  }

  /** Figures of each server that there is a session with. */
  static Map<ServerKey, ServerFigures> of(
      List<SessionStatistics> sessions, Iterable<GroupFigures> groups) {
    Map<ServerKey, ServerFigures> servers = new HashMap<>();
    for (SessionStatistics session : sessions) {
      servers
          .computeIfAbsent(ServerKey.of(session.settings()), key -> none())
          .sessions()
          .add(session);
    }
    for (GroupFigures group : groups) {
      Set<ServerKey> ofGroup = new LinkedHashSet<>();
      group.status().writers().forEach(writer -> ofGroup.add(ServerKey.of(writer.connection())));
      for (ServerKey key : ofGroup) {
        ServerFigures server = servers.get(key);
        if (server != null) {
          server.groups().add(group.of(key));
        }
      }
    }
    return servers;
  }
}
