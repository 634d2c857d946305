package org.bactrian.cloud.onboarding;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bactrian.cloud.storage.Database;
import org.bactrian.model.discovery.DiscoveryEvent;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.EndpointIds;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;

/** Store of the times at which discoverers first and last saw applications and endpoints. */
final class LastSeenStore {

  private final Database database;
  private final NotSeenDetector absences = new NotSeenDetector();

  LastSeenStore(Database database) {
    this.database = database;
  }

  /**
   * Notes what a run saw.
   *
   * @param scope where it looked, empty when nobody knows
   * @throws PoisonEventException when its messages name several sites
   */
  void note(Connection connection, RunKey run, Optional<String> scope, List<DiscoveryEvent> events)
      throws SQLException {
    String gateway = ModuleId.parse(run.discovererId()).orElseThrow().deviceId();
    Set<String> sites = new HashSet<>();
    events.forEach(event -> sites.add(event.application().siteId()));
    if (sites.size() > 1) {
      throw new PoisonEventException(
          "The run of "
              + run.discovererId()
              + " at "
              + run.time()
              + " names the sites "
              + sites
              + "; a discoverer is in one.");
    }
    for (DiscoveryEvent event : events) {
      String named = event.application().siteId();
      String site = named == null ? gateway : named;
      ApplicationInfo application =
          event.application().foundBy(site, run.discovererId()).notSeen(null);
      String applicationId = application.applicationId();
      note(
          connection,
          run,
          new Entity(applicationId, applicationId, text(application), null),
          scope);
      String id = EndpointIds.of(applicationId, event.registration()).orElseThrow();
      EndpointRegistration endpoint =
          event.registration().placed(id, site, null, run.discovererId());
      String located = text(EndpointAddresses.of(event.registration(), event.application()));
      note(connection, run, new Entity(id, applicationId, text(endpoint), located), scope);
    }
  }

  /** Observed entity with its addresses, null for an application. */
  private record Entity(String id, String applicationId, String body, String located) {}

  private static String text(Object value) {
    return new String(RegistryJson.bytes(value), StandardCharsets.UTF_8);
  }

  private static void note(Connection connection, RunKey run, Entity seen, Optional<String> scope)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into sighting (discoverer_id, entity_id, application_id, first_seen,"
                + " last_seen, body, scope, located)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
      insert.setString(1, run.discovererId());
      insert.setString(2, seen.id());
      insert.setString(3, seen.applicationId());
      insert.setLong(4, run.runAt());
      insert.setLong(5, run.runAt());
      insert.setString(6, seen.body());
      insert.setString(7, scope.orElse(null));
      insert.setString(8, seen.located());
      if (insert.executeUpdate() == 1) {
        return;
      }
    }
    // An older run that comes late does not change what a newer one saw.
    try (PreparedStatement update =
        connection.prepareStatement(
            "update sighting set last_seen = ?, body = ?, scope = ?, located = ?"
                + " where discoverer_id = ? and entity_id = ? and last_seen <= ?")) {
      update.setLong(1, run.runAt());
      update.setString(2, seen.body());
      update.setString(3, scope.orElse(null));
      update.setString(4, seen.located());
      update.setString(5, run.discovererId());
      update.setString(6, seen.id());
      update.setLong(7, run.runAt());
      update.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "update sighting set first_seen = ?"
                + " where discoverer_id = ? and entity_id = ? and first_seen > ?")) {
      update.setLong(1, run.runAt());
      update.setString(2, run.discovererId());
      update.setString(3, seen.id());
      update.setLong(4, run.runAt());
      update.executeUpdate();
    }
  }

  /** Returns what all discoverers together say of an application or endpoint. */
  <T> LastSeenByDiscoverer<T> of(String id, Class<T> type) {
    return database.transaction(
        connection -> {
          List<LastSeenByDiscoverer.Sighting<T>> found = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select discoverer_id, application_id, first_seen, body from sighting"
                      + " where entity_id = ?")) {
            select.setString(1, id);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                String discovererId = rows.getString("discoverer_id");
                byte[] body = rows.getString("body").getBytes(StandardCharsets.UTF_8);
                found.add(
                    new LastSeenByDiscoverer.Sighting<>(
                        discovererId,
                        rows.getLong("first_seen"),
                        absences.missedAt(
                            connection, discovererId, id, rows.getString("application_id")),
                        RegistryJson.read(body, type)));
              }
            }
          }
          return new LastSeenByDiscoverer<>(found);
        });
  }

  /** Returns applications that a run saw, or that a run saw which is newer. */
  Set<String> applicationsOf(Connection connection, RunKey run) throws SQLException {
    return ids(
        connection,
        "select entity_id from sighting where discoverer_id = ? and last_seen >= ?"
            + " and entity_id = application_id",
        run);
  }

  /** Returns applications that a discoverer saw before a run, and then no more. */
  Set<String> missedApplications(RunKey run) {
    return database.transaction(
        connection ->
            ids(
                connection,
                "select entity_id from sighting where discoverer_id = ? and last_seen < ?"
                    + " and entity_id = application_id",
                run));
  }

  /** Returns all endpoints of an application that a discoverer saw at any time. */
  Set<String> endpoints(String discovererId, String applicationId) {
    return database.transaction(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select entity_id from sighting where discoverer_id = ? and application_id = ?"
                      + " and entity_id <> application_id")) {
            select.setString(1, discovererId);
            select.setString(2, applicationId);
            return ids(select);
          }
        });
  }

  private static Set<String> ids(Connection connection, String query, RunKey run)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, run.discovererId());
      select.setLong(2, run.runAt());
      return ids(select);
    }
  }

  private static Set<String> ids(PreparedStatement select) throws SQLException {
    Set<String> ids = new HashSet<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }
}
