package org.bactrian.cloud.onboarding;

import java.util.HashSet;
import java.util.List;
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
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Store of the times at which discoverers first and last saw applications and endpoints. */
final class LastSeenStore {

  private final Database database;
  private final NotSeenDetector absences = new NotSeenDetector();

  LastSeenStore(Database database) {
    this.database = database;
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
    for (DiscoveryEvent event : events) {
      EndpointRegistration registration =
          Objects.requireNonNull(event.registration(), "registration of an endpoint");
      ApplicationInfo found =
          Objects.requireNonNull(event.application(), "application of an endpoint");
      String named = found.siteId();
      String site = named == null ? gateway : named;
      ApplicationInfo application = found.foundBy(site, run.discovererId()).withNotSeenSince(null);
      String applicationId = application.registeredId();
      note(handle, run, new Entity(applicationId, applicationId, application, scope, null));
      String id = EndpointIds.of(applicationId, registration).orElseThrow();
      EndpointRegistration endpoint = registration.placed(id, site, null, run.discovererId());
      String located = RegistryJson.text(EndpointAddresses.of(registration, found));
      note(handle, run, new Entity(id, applicationId, endpoint, scope, located));
    }
  }

  /** Observed entity with its addresses, null for an application. */
  private record Entity(
      String id,
      String applicationId,
      Object body,
      Optional<String> scope,
      @Nullable String located) {

    Update update(Handle handle, RunKey run, String sql) {
      return handle
          .createUpdate(sql)
          .bindMethods(run)
          .bind("id", id)
          .bind("applicationId", applicationId)
          .bind("body", RegistryJson.text(body))
          .bind("scope", scope)
          .bind("located", located);
    }
  }

  private static void note(Handle handle, RunKey run, Entity seen) {
    String insert =
        """
        insert into sighting (discoverer_id, entity_id, application_id, first_seen, last_seen,
          body, scope, located)
        values (:discovererId, :id, :applicationId, :runAt, :runAt, :body, :scope, :located)
        on conflict do nothing
        """;
    if (seen.update(handle, run, insert).execute() == 1) {
      return;
    }
    // An older run that comes late does not change what a newer one saw.
    seen.update(
            handle,
            run,
            """
            update sighting set last_seen = :runAt, body = :body, scope = :scope, located = :located
            where discoverer_id = :discovererId and entity_id = :id and last_seen <= :runAt
            """)
        .execute();
    seen.update(
            handle,
            run,
            """
            update sighting set first_seen = :runAt
            where discoverer_id = :discovererId and entity_id = :id and first_seen > :runAt
            """)
        .execute();
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
