package org.bactrian.cloud.onboarding;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bactrian.model.discovery.DiscoveryEvent;
import org.bactrian.model.registry.RegistryJson;

/** Messages of runs that lack others, in the database. */
final class RunMessages {

  private RunMessages() {}

  /**
   * Adds a message unless it is there.
   *
   * @param states states in which a run takes messages
   * @return whether it was added
   */
  static boolean add(Connection connection, RunKey key, DiscoveryEvent event, List<String> states)
      throws SQLException {
    String places = String.join(", ", Collections.nCopies(states.size(), "?"));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into discovery_event (discoverer_id, run_at, event_index, body)"
                + " select discoverer_id, run_at, ?, ? from discovery_run"
                + " where discoverer_id = ? and run_at = ? and state in ("
                + places
                + ") on conflict do nothing")) {
      insert.setInt(1, event.index());
      insert.setString(2, new String(RegistryJson.bytes(event), StandardCharsets.UTF_8));
      insert.setString(3, key.discovererId());
      insert.setLong(4, key.runAt());
      int parameter = 5;
      for (String state : states) {
        insert.setString(parameter++, state);
      }
      return insert.executeUpdate() == 1;
    }
  }

  /** Returns the messages before an index, in their order. */
  static List<DiscoveryEvent> of(Connection connection, RunKey key, int end) throws SQLException {
    List<DiscoveryEvent> events = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select body from discovery_event where discoverer_id = ? and run_at = ?"
                + " and event_index < ? order by event_index")) {
      select.setString(1, key.discovererId());
      select.setLong(2, key.runAt());
      select.setInt(3, end);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          byte[] body = rows.getString(1).getBytes(StandardCharsets.UTF_8);
          events.add(RegistryJson.read(body, DiscoveryEvent.class));
        }
      }
    }
    return events;
  }

  /** Removes the messages of a run. */
  static void delete(Connection connection, RunKey key) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from discovery_event where discoverer_id = ? and run_at = ?")) {
      delete.setString(1, key.discovererId());
      delete.setLong(2, key.runAt());
      delete.executeUpdate();
    }
  }
}
