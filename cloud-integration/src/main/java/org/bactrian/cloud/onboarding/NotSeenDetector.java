package org.bactrian.cloud.onboarding;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.model.discovery.DiscoveryResult;
import org.bactrian.model.registry.RegistryJson;
import org.jdbi.v3.core.Handle;

/**
 * Detects that a discoverer scanned the address of an entity and no longer found it. Only runs
 * count that looked there: those with the same scope as the one that saw it last, those whose scope
 * covers the place, and those that do not say where they looked. An application is missed when the
 * last of its endpoints is.
 */
final class NotSeenDetector {

  /** Scopes by their keys, which never come to mean another one. */
  private final Cache<String, ScanScope> scopes = Caffeine.newBuilder().maximumSize(1_000).build();

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
  long missedAt(Handle handle, String discovererId, String entityId, String applicationId) {
    Map<Long, List<Look>> looks = new HashMap<>();
    long missed = Long.MIN_VALUE;
    for (Seen seen : endpoints(handle, discovererId, entityId, applicationId)) {
      if (!looks.containsKey(seen.lastSeen())) {
        looks.put(seen.lastSeen(), looksAfter(handle, discovererId, seen.lastSeen()));
      }
      missed = Math.max(missed, missedAt(handle, discovererId, seen, looks.get(seen.lastSeen())));
      if (missed == LastSeenByDiscoverer.NEVER) {
        return missed;
      }
    }
    return missed == Long.MIN_VALUE ? LastSeenByDiscoverer.NEVER : missed;
  }

  private long missedAt(Handle handle, String discovererId, Seen seen, List<Look> looks) {
    for (Look look : looks) {
      boolean there =
          look.scope().isEmpty()
              || look.scope().equals(seen.scope())
              || seen.located().isEmpty()
              || scope(handle, discovererId, look).covers(seen.located().get());
      if (there) {
        return look.runAt();
      }
    }
    return LastSeenByDiscoverer.NEVER;
  }

  private ScanScope scope(Handle handle, String discovererId, Look look) {
    return scopes.get(
        look.scope(),
        key ->
            handle
                .createQuery(
                    "select result from discovery_run"
                        + " where discoverer_id = :discovererId and run_at = :runAt")
                .bind("discovererId", discovererId)
                .bind("runAt", look.runAt())
                .mapTo(String.class)
                .map(result -> RegistryJson.read(result, DiscoveryResult.class))
                .map(result -> ScanScope.of(result).orElseThrow())
                .one());
  }

  private static List<Seen> endpoints(
      Handle handle, String discovererId, String entityId, String applicationId) {
    String column = entityId.equals(applicationId) ? "application_id" : "entity_id";
    return handle
        .createQuery(
            "select last_seen, scope, located from sighting where discoverer_id = :discovererId"
                + " and <column> = :entityId and entity_id <> application_id")
        .define("column", column)
        .bind("discovererId", discovererId)
        .bind("entityId", entityId)
        .map(
            (row, context) ->
                new Seen(
                    row.getLong("last_seen"),
                    row.getString("scope"),
                    Optional.ofNullable(row.getString("located"))
                        .map(json -> RegistryJson.read(json, EndpointAddresses.class))))
        .list();
  }

  private static List<Look> looksAfter(Handle handle, String discovererId, long lastSeen) {
    return handle
        .createQuery(
            """
            select coalesce(scope, '') as looked, min(run_at) as first_run from discovery_run
            where discoverer_id = :discovererId and run_at > :lastSeen and register_only = false
            and state in ('complete', 'applied') group by coalesce(scope, '') order by first_run
            """)
        .bind("discovererId", discovererId)
        .bind("lastSeen", lastSeen)
        .map((row, context) -> new Look(row.getString("looked"), row.getLong("first_run")))
        .list();
  }
}
