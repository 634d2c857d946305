package org.bactrian.cloud.onboarding;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.storage.Database;
import org.bactrian.model.discovery.DiscoveryEvent;
import org.bactrian.model.discovery.DiscoveryResult;
import org.bactrian.model.registry.RegistryJson;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Update;

/**
 * Runs of discoverers in the database: collecting while messages are missing, complete when they
 * have all come, applied when the registry says what the run found. A run whose messages do not all
 * come is partial when the registry says what those told that came; one more message, and it is
 * collecting again.
 */
final class DiscoveryRuns {

  private static final String COLLECTING = "collecting";
  private static final String PARTIAL = "partial";
  private static final String COMPLETE = "complete";
  private static final String APPLIED = "applied";
  private static final String REFUSED = "refused";
  private static final String FORGET =
      """
      delete from discovery_run where changed_at < :before and state <> 'complete' and (
        state <> 'applied' or register_only = true or (
          exists (select 1 from discovery_run later
            where later.discoverer_id = discovery_run.discoverer_id
            and later.run_at > discovery_run.run_at
            and later.state = 'applied' and later.register_only = false)
          and not exists (select 1 from sighting
            where sighting.discoverer_id = discovery_run.discoverer_id
            and sighting.last_seen < discovery_run.run_at
            and not exists (select 1 from discovery_run earlier
              where earlier.discoverer_id = sighting.discoverer_id
              and earlier.run_at > sighting.last_seen
              and earlier.run_at < discovery_run.run_at
              and earlier.state = 'applied' and earlier.register_only = false
              and coalesce(earlier.scope, '') = coalesce(discovery_run.scope, '')))))
      """;
  private static final String OF_RUN = " where discoverer_id = :discovererId and run_at = :runAt";
  private static final DiscoveryResult NO_RESULT =
      new DiscoveryResult(null, null, null, null, null);

  private final Database database;
  private final LastSeenStore sightings;
  private final InstantSource clock;

  /** Row of a run; its end and result are empty before the message that tells them. */
  private record StoredRun(
      Optional<DiscoveryResult> result, int end, boolean registerOnly, String state) {}

  DiscoveryRuns(Database database, LastSeenStore sightings, InstantSource clock) {
    this.database = database;
    this.sightings = sightings;
    this.clock = clock;
  }

  /**
   * Takes a message.
   *
   * @return its run, when that is complete and not applied yet
   * @throws PoisonEventException when it is complete and contradicts itself
   */
  Optional<RunKey> take(String discovererId, DiscoveryEvent event) {
    RunKey key = RunKey.of(discovererId, event.timeStamp());
    // Two transactions, so that of two replicas with the last two messages one sees both.
    boolean ended = database.transaction(handle -> note(handle, key, event));
    return ended ? unapplied(key).map(FinishedRun::key) : Optional.empty();
  }

  /** Returns a run as it is now, when it is complete and not applied yet. */
  Optional<FinishedRun> unapplied(RunKey key) {
    return refusingPoison(key, handle -> complete(handle, key));
  }

  /** Notes a message, and returns whether the message is there that tells the end of its run. */
  private boolean note(Handle handle, RunKey key, DiscoveryEvent event) {
    update(
            handle,
            key,
            "insert into discovery_run (discoverer_id, run_at, register_only, state, changed_at)"
                + " values (:discovererId, :runAt, false, 'collecting', :now)"
                + " on conflict do nothing")
        .bind("now", now())
        .execute();
    if (event.isEnd()) {
      noteEnd(handle, key, event);
      return true;
    }
    // Once a run is complete its messages are gone, and one that comes again is not stored again.
    int added =
        update(
                handle,
                key,
                "insert into discovery_event (discoverer_id, run_at, event_index, body)"
                    + " select discoverer_id, run_at, :index, :body from discovery_run"
                    + OF_RUN
                    + " and state in ('collecting', 'partial') on conflict do nothing")
            .bind("index", event.index())
            .bind("body", RegistryJson.text(event))
            .execute();
    if (added > 0) {
      // The row is locked from here on, so that who notes the end at the same time comes after this
      // or has come before.
      setState(handle, key, COLLECTING);
    }
    return handle
        .createQuery("select end_index is not null from discovery_run" + OF_RUN)
        .bindMethods(key)
        .mapTo(Boolean.class)
        .one();
  }

  private void noteEnd(Handle handle, RunKey key, DiscoveryEvent event) {
    DiscoveryResult result = event.result() == null ? NO_RESULT : event.result();
    // Only a run that lacks messages has no end.
    update(
            handle,
            key,
            "update discovery_run set end_index = :end, result = :result, scope = :scope,"
                + " register_only = :registerOnly, state = 'collecting', changed_at = :now"
                + OF_RUN
                + " and end_index is null")
        .bind("end", event.index())
        .bind("result", RegistryJson.text(result))
        .bind("scope", ScanScope.key(result))
        .bind("registerOnly", Boolean.TRUE.equals(result.registerOnly()))
        .bind("now", now())
        .execute();
  }

  private Optional<FinishedRun> complete(Handle handle, RunKey key) {
    return stored(handle, key)
        .filter(run -> run.result().isPresent())
        .filter(
            run ->
                switch (run.state()) {
                  case COLLECTING, PARTIAL -> seal(handle, key, run);
                  default -> run.state().equals(COMPLETE);
                })
        .map(
            run ->
                new FinishedRun(
                    key, run.result(), !run.registerOnly(), sightings.applicationsOf(handle, key)));
  }

  private static Optional<StoredRun> stored(Handle handle, RunKey key) {
    return handle
        .createQuery(
            "select end_index, result, register_only, state from discovery_run%s for update"
                .formatted(OF_RUN))
        .bindMethods(key)
        .map(
            (row, context) ->
                new StoredRun(
                    Optional.ofNullable(row.getString("result"))
                        .map(text -> RegistryJson.read(text, DiscoveryResult.class)),
                    row.getInt("end_index"),
                    row.getBoolean("register_only"),
                    row.getString("state")))
        .findOne();
  }

  /** Turns the messages into sightings when they are all there. */
  private boolean seal(Handle handle, RunKey key, StoredRun run) {
    List<DiscoveryEvent> events = messages(handle, key, run.end());
    if (events.size() < run.end()) {
      return false;
    }
    sightings.note(handle, key, run.result().flatMap(ScanScope::key), events);
    update(handle, key, "delete from discovery_event" + OF_RUN).execute();
    setState(handle, key, COMPLETE);
    return true;
  }

  /** Returns the messages before an index, in their order. */
  private static List<DiscoveryEvent> messages(Handle handle, RunKey key, int end) {
    return handle
        .createQuery(
            "select body from discovery_event%s and event_index < :end order by event_index"
                .formatted(OF_RUN))
        .bindMethods(key)
        .bind("end", end)
        .mapTo(String.class)
        .map(body -> RegistryJson.read(body, DiscoveryEvent.class))
        .list();
  }

  /** Notes that the registry says what a run found. */
  void applied(RunKey key) {
    database.transaction(handle -> setState(handle, key, APPLIED));
  }

  /** Returns runs that have been complete for some time and that nobody has applied. */
  List<RunKey> left(Duration age) {
    return resting(COMPLETE, age);
  }

  /** Returns runs that lack messages, and of which none has come for some time. */
  List<RunKey> stalled(Duration age) {
    return resting(COLLECTING, age);
  }

  /**
   * Makes sightings of the messages that came of a stalled run. They are kept, so that the run can
   * still become complete.
   *
   * @return the run; empty when a message has come meanwhile, or another replica does this
   * @throws PoisonEventException when it contradicts itself
   */
  Optional<PartialRun> part(RunKey key, Duration age) {
    return refusingPoison(key, handle -> part(handle, key, age));
  }

  private Optional<PartialRun> part(Handle handle, RunKey key, Duration age) {
    long now = now();
    int claimed =
        update(
                handle,
                key,
                "update discovery_run set changed_at = :now"
                    + OF_RUN
                    + " and state = 'collecting' and changed_at < :before")
            .bind("now", now)
            .bind("before", before(age))
            .execute();
    if (claimed == 0) {
      return Optional.empty();
    }
    StoredRun run = stored(handle, key).orElseThrow();
    int end = run.result().isPresent() ? run.end() : Integer.MAX_VALUE;
    List<DiscoveryEvent> events = messages(handle, key, end);
    sightings.note(handle, key, run.result().flatMap(ScanScope::key), events);
    FinishedRun taken =
        new FinishedRun(key, run.result(), false, sightings.applicationsOf(handle, key));
    return Optional.of(new PartialRun(taken, events.size(), end, now));
  }

  private <T> T refusingPoison(RunKey key, HandleCallback<T, RuntimeException> work) {
    try {
      return database.transaction(work);
    } catch (PoisonEventException e) {
      database.transaction(handle -> setState(handle, key, REFUSED));
      throw e;
    }
  }

  /** Notes that the registry says what came of a run, unless more has come meanwhile. */
  void applied(PartialRun part) {
    database.transaction(
        handle ->
            update(
                    handle,
                    part.run().key(),
                    "update discovery_run set state = 'partial'"
                        + OF_RUN
                        + " and state = 'collecting' and changed_at = :claimedAt")
                .bind("claimedAt", part.claimedAt())
                .execute());
  }

  private List<RunKey> resting(String state, Duration age) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select discoverer_id, run_at from discovery_run"
                        + " where state = :state and changed_at < :before order by run_at")
                .bind("state", state)
                .bind("before", before(age))
                .map(ConstructorMapper.of(RunKey.class))
                .list());
  }

  /**
   * Forgets runs that nothing has come of for some time. Those stay that tell since when something
   * is not there, and the newest complete one of each discoverer.
   */
  int forget(Duration age) {
    return database.transaction(
        handle -> handle.createUpdate(FORGET).bind("before", before(age)).execute());
  }

  private int setState(Handle handle, RunKey key, String state) {
    return update(
            handle, key, "update discovery_run set state = :state, changed_at = :now" + OF_RUN)
        .bind("state", state)
        .bind("now", now())
        .execute();
  }

  private static Update update(Handle handle, RunKey key, String sql) {
    return handle.createUpdate(sql).bindMethods(key);
  }

  private long now() {
    return before(Duration.ZERO);
  }

  private long before(Duration age) {
    return RunKey.of("", clock.instant().minus(age)).runAt();
  }
}
