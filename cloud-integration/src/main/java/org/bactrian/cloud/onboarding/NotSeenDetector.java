package org.bactrian.cloud.onboarding;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bactrian.model.discovery.DiscoveryResult;
import org.bactrian.model.registry.RegistryJson;

/**
 * Detects that a discoverer scanned the address of an entity and no longer found it. Only runs
 * count that looked there: those with the same scope as the one that saw it last, those whose scope
 * covers the place, and those that do not say where they looked. An application is missed when the
 * last of its endpoints is.
 */
final class NotSeenDetector {

  private static final int REMEMBERED = 1_000;

  /** Scopes by their keys, which never come to mean another one. */
  private final Map<String, ScanScope> scopes = new ConcurrentHashMap<>();

  /** Last time an endpoint was seen, and its state then. */
  private record Seen(long lastSeen, String scope, Optional<EndpointAddresses> located) {}

  /** The first run of a scope since then; an empty scope is everywhere. */
  private record Look(String scope, long runAt) {}

  /**
   * Returns when an endpoint or an application was missed first since it was seen last, or {@link
   * LastSeenByDiscoverer#NEVER}.
   *
   * @param applicationId application of the endpoint, or the same as {@code entityId}
   */
  long missedAt(Connection connection, String discovererId, String entityId, String applicationId)
      throws SQLException {
    Map<Long, List<Look>> looks = new HashMap<>();
    long missed = Long.MIN_VALUE;
    for (Seen seen : endpoints(connection, discovererId, entityId, applicationId)) {
      if (!looks.containsKey(seen.lastSeen())) {
        looks.put(seen.lastSeen(), looksAfter(connection, discovererId, seen.lastSeen()));
      }
      missed =
          Math.max(missed, missedAt(connection, discovererId, seen, looks.get(seen.lastSeen())));
      if (missed == LastSeenByDiscoverer.NEVER) {
        return missed;
      }
    }
    return missed == Long.MIN_VALUE ? LastSeenByDiscoverer.NEVER : missed;
  }

  private long missedAt(Connection connection, String discovererId, Seen seen, List<Look> looks)
      throws SQLException {
    for (Look look : looks) {
      boolean there =
          look.scope().isEmpty()
              || look.scope().equals(seen.scope())
              || seen.located().isEmpty()
              || scope(connection, discovererId, look).covers(seen.located().get());
      if (there) {
        return look.runAt();
      }
    }
    return LastSeenByDiscoverer.NEVER;
  }

  private ScanScope scope(Connection connection, String discovererId, Look look)
      throws SQLException {
    ScanScope known = scopes.get(look.scope());
    if (known != null) {
      return known;
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "select result from discovery_run where discoverer_id = ? and run_at = ?")) {
      select.setString(1, discovererId);
      select.setLong(2, look.runAt());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        byte[] result = row.getString(1).getBytes(StandardCharsets.UTF_8);
        ScanScope scope =
            ScanScope.of(RegistryJson.read(result, DiscoveryResult.class)).orElseThrow();
        if (scopes.size() >= REMEMBERED) {
          scopes.clear();
        }
        scopes.put(look.scope(), scope);
        return scope;
      }
    }
  }

  private static List<Seen> endpoints(
      Connection connection, String discovererId, String entityId, String applicationId)
      throws SQLException {
    List<Seen> endpoints = new ArrayList<>();
    String of = entityId.equals(applicationId) ? "application_id = ?" : "entity_id = ?";
    try (PreparedStatement select =
        connection.prepareStatement(
            "select last_seen, scope, located from sighting where discoverer_id = ? and "
                + of
                + " and entity_id <> application_id")) {
      select.setString(1, discovererId);
      select.setString(2, entityId);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Optional<EndpointAddresses> located =
              Optional.ofNullable(rows.getString("located"))
                  .map(text -> text.getBytes(StandardCharsets.UTF_8))
                  .map(json -> RegistryJson.read(json, EndpointAddresses.class));
          endpoints.add(new Seen(rows.getLong("last_seen"), rows.getString("scope"), located));
        }
      }
    }
    return endpoints;
  }

  private static List<Look> looksAfter(Connection connection, String discovererId, long lastSeen)
      throws SQLException {
    List<Look> looks = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select coalesce(scope, '') as looked, min(run_at) as first_run from discovery_run"
                + " where discoverer_id = ? and run_at > ? and register_only = false"
                + " and state in ('complete', 'applied')"
                + " group by coalesce(scope, '') order by first_run")) {
      select.setString(1, discovererId);
      select.setLong(2, lastSeen);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          looks.add(new Look(rows.getString("looked"), rows.getLong("first_run")));
        }
      }
    }
    return looks;
  }
}
