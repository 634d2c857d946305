package org.bactrian.cloud.onboarding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bactrian.cloud.storage.Database;
import org.bactrian.model.discovery.DiscoveryEvent;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.EndpointIds;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Store of the times at which discoverers first and last saw applications and endpoints. */
final class LastSeenStore {

  private final Database database;
  private final NotSeenDetector absences = new NotSeenDetector();

  LastSeenStore(Database database) {
    this.database = database;
  }

  /** Application that one run was the first to see, with its endpoints. */
  record Newcomer(ApplicationInfo application, List<EndpointRegistration> endpoints) {

    String id() {
      return application.registeredId();
    }
  }

  private static @Nullable String site(DiscoveryEvent event) {
    ApplicationInfo application = event.application();
    return application == null ? null : application.siteId();
  }

  /**
   * Notes what a run saw.
   *
   * @param scope where it looked, empty when nobody knows
   * @throws PoisonEventException when its messages name several sites
   */
  void note(Handle handle, RunKey run, Optional<String> scope, List<DiscoveryEvent> events) {
    String gateway = ModuleId.parse(run.discovererId()).orElseThrow().deviceId();
    Set<String> sites = new HashSet<>();
    events.forEach(event -> sites.add(site(event)));
    if (sites.size() > 1) {
      throw new PoisonEventException(
          "The run of %s at %s names the sites %s; a discoverer is in one."
              .formatted(run.discovererId(), run.time(), sites));
    }
    Map<String, Entity> seen = new LinkedHashMap<>();
    for (DiscoveryEvent event : events) {
      EndpointRegistration registration =
          Objects.requireNonNull(event.registration(), "registration of an endpoint");
      ApplicationInfo found =
          Objects.requireNonNull(event.application(), "application of an endpoint");
      String named = found.siteId();
      String site = named == null ? gateway : named;
      ApplicationInfo application = found.foundBy(site, run.discovererId()).withNotSeenSince(null);
      String applicationId = application.registeredId();
      seen.put(applicationId, new Entity(applicationId, applicationId, application, scope, null));
      String id = EndpointIds.of(applicationId, registration).orElseThrow();
      EndpointRegistration endpoint = registration.placed(id, site, null, run.discovererId());
      String located = RegistryJson.text(EndpointAddresses.of(registration, found));
      seen.put(id, new Entity(id, applicationId, endpoint, scope, located));
    }
    note(handle, run, List.copyOf(seen.values()));
  }

  /** Observed entity with its addresses, null for an application. */
  private record Entity(
      String id,
      String applicationId,
      Object body,
      Optional<String> scope,
      @Nullable String located) {}

  private static void note(Handle handle, RunKey run, List<Entity> seen) {
    String insert =
        """
        insert into sighting (discoverer_id, entity_id, application_id, first_seen, last_seen,
          body, scope, located)
        values (:discovererId, :id, :applicationId, :runAt, :runAt, :body, :scope, :located)
        on conflict do nothing
        """;
    int[] inserted = update(handle, run, insert, seen);
    List<Entity> known = new ArrayList<>();
    for (int i = 0; i < inserted.length; i++) {
      if (inserted[i] == 0) {
        known.add(seen.get(i));
      }
    }
    // An older run that comes late does not change what a newer one saw.
    update(
        handle,
        run,
        """
        update sighting set last_seen = :runAt, body = :body, scope = :scope, located = :located
        where discoverer_id = :discovererId and entity_id = :id and last_seen <= :runAt
        """,
        known);
    update(
        handle,
        run,
        """
        update sighting set first_seen = :runAt
        where discoverer_id = :discovererId and entity_id = :id and first_seen > :runAt
        """,
        known);
  }

  private static int[] update(Handle handle, RunKey run, String sql, List<Entity> entities) {
    if (entities.isEmpty()) {
      return new int[0];
    }
    PreparedBatch batch = handle.prepareBatch(sql);
    for (Entity entity : entities) {
      batch
          .bindMethods(run)
          .bind("id", entity.id())
          .bind("applicationId", entity.applicationId())
          .bind("body", RegistryJson.text(entity.body()))
          .bind("scope", entity.scope())
          .bind("located", entity.located())
          .add();
    }
    return batch.execute();
  }

  /**
   * Returns what a run saw that nobody has seen before it, and that no later run looked for.
   *
   * @return applications by their ids, and their endpoints
   */
  List<Newcomer> newcomers(RunKey run) {
    record Row(String id, String applicationId, String body) {}
    List<Row> rows =
        database.read(
            handle ->
                handle
                    .createQuery(
                        """
                        select entity_id, application_id, body from sighting one
                        where discoverer_id = :discovererId
                        and first_seen = :runAt and last_seen = :runAt
                        and not exists (select 1 from sighting other
                          where other.entity_id = one.entity_id
                          and other.discoverer_id <> one.discoverer_id)
                        and not exists (select 1 from discovery_run later
                          where later.discoverer_id = :discovererId and later.run_at > :runAt)
                        """)
                    .bindMethods(run)
                    .map(
                        (row, context) ->
                            new Row(
                                row.getString("entity_id"),
                                row.getString("application_id"),
                                row.getString("body")))
                    .list());
    Map<String, List<EndpointRegistration>> endpoints = new HashMap<>();
    for (Row row : rows) {
      if (!row.id().equals(row.applicationId())) {
        endpoints
            .computeIfAbsent(row.applicationId(), id -> new ArrayList<>())
            .add(RegistryJson.read(row.body(), EndpointRegistration.class));
      }
    }
    return rows.stream()
        .filter(row -> row.id().equals(row.applicationId()))
        .map(
            row ->
                new Newcomer(
                    RegistryJson.read(row.body(), ApplicationInfo.class),
                    endpoints.getOrDefault(row.id(), List.of())))
        .toList();
  }

  /** Returns what all discoverers together say of an application or endpoint. */
  <T> LastSeenByDiscoverer<T> of(String id, Class<T> type) {
    return database.read(
        handle ->
            new LastSeenByDiscoverer<>(
                handle
                    .createQuery(
                        "select discoverer_id, application_id, first_seen, body from sighting"
                            + " where entity_id = :id")
                    .bind("id", id)
                    .map(
                        (row, context) -> {
                          String discovererId = row.getString("discoverer_id");
                          String applicationId = row.getString("application_id");
                          return new LastSeenByDiscoverer.Sighting<>(
                              discovererId,
                              row.getLong("first_seen"),
                              absences.missedAt(handle, discovererId, id, applicationId),
                              RegistryJson.read(row.getString("body"), type));
                        })
                    .list()));
  }

  /** Returns applications that a run saw, or that a run saw which is newer. */
  Set<String> applicationsOf(Handle handle, RunKey run) {
    return handle
        .createQuery(
            "select entity_id from sighting where discoverer_id = :discovererId"
                + " and last_seen >= :runAt and entity_id = application_id")
        .bindMethods(run)
        .mapTo(String.class)
        .set();
  }

  /** Returns applications that a discoverer saw before a run, and then no more. */
  Set<String> missedApplications(RunKey run) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select entity_id from sighting where discoverer_id = :discovererId"
                        + " and last_seen < :runAt and entity_id = application_id")
                .bindMethods(run)
                .mapTo(String.class)
                .set());
  }

  /** Returns all endpoints of an application that a discoverer saw at any time. */
  Set<String> endpoints(String discovererId, String applicationId) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select entity_id from sighting where discoverer_id = :discovererId"
                        + " and application_id = :applicationId and entity_id <> application_id")
                .bind("discovererId", discovererId)
                .bind("applicationId", applicationId)
                .mapTo(String.class)
                .set());
  }
}
