package org.bactrian.cloud.onboarding;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bactrian.cloud.storage.Database;
import org.bactrian.model.discovery.DiscoveryEvent;
import org.bactrian.model.discovery.DiscoveryResult;
import org.bactrian.model.registry.RegistryJson;

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
      delete from discovery_run where changed_at < ? and state <> 'complete' and (
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
  private static final DiscoveryResult NO_RESULT =
      new DiscoveryResult(null, null, null, null, null);

  private final Database database;
  private final LastSeenStore sightings;
  private final InstantSource clock;

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
    database.transaction(connection -> note(connection, key, event));
    return unapplied(key).map(FinishedRun::key);
  }

  /** Returns a run as it is now, when it is complete and not applied yet. */
  Optional<FinishedRun> unapplied(RunKey key) {
    try {
      return database.transaction(connection -> complete(connection, key));
    } catch (PoisonEventException e) {
      database.transaction(connection -> setState(connection, key, REFUSED));
      throw e;
    }
  }

  private int note(Connection connection, RunKey key, DiscoveryEvent event) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into discovery_run"
                + " (discoverer_id, run_at, register_only, state, changed_at)"
                + " values (?, ?, false, ?, ?) on conflict do nothing")) {
      insert.setString(1, key.discovererId());
      insert.setLong(2, key.runAt());
      insert.setString(3, COLLECTING);
      insert.setLong(4, now());
      insert.executeUpdate();
    }
    if (event.isEnd()) {
      return noteEnd(connection, key, event);
    }
    // Once a run is complete its messages are gone, and one that comes again is not stored again.
    return RunMessages.add(connection, key, event, List.of(COLLECTING, PARTIAL))
        ? setState(connection, key, COLLECTING)
        : 0;
  }

  private int noteEnd(Connection connection, RunKey key, DiscoveryEvent event) throws SQLException {
    DiscoveryResult result = event.result() == null ? NO_RESULT : event.result();
    try (PreparedStatement update =
        connection.prepareStatement(
            "update discovery_run set end_index = ?, result = ?, register_only = ?, scope = ?,"
                + " state = ?, changed_at = ?"
                + " where discoverer_id = ? and run_at = ? and end_index is null")) {
      update.setInt(1, event.index());
      update.setString(2, text(result));
      update.setBoolean(3, Boolean.TRUE.equals(result.registerOnly()));
      update.setString(4, ScanScope.key(result).orElse(null));
      // Only a run that lacks messages has no end.
      update.setString(5, COLLECTING);
      update.setLong(6, now());
      update.setString(7, key.discovererId());
      update.setLong(8, key.runAt());
      return update.executeUpdate();
    }
  }

  private Optional<FinishedRun> complete(Connection connection, RunKey key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select end_index, result, register_only, state from discovery_run"
                + " where discoverer_id = ? and run_at = ? for update")) {
      select.setString(1, key.discovererId());
      select.setLong(2, key.runAt());
      try (ResultSet run = select.executeQuery()) {
        if (!run.next() || run.getString("result") == null) {
          return Optional.empty();
        }
        int end = run.getInt("end_index");
        boolean full = !run.getBoolean("register_only");
        String state = run.getString("state");
        DiscoveryResult result =
            RegistryJson.read(bytes(run.getString("result")), DiscoveryResult.class);
        boolean lacking = state.equals(COLLECTING) || state.equals(PARTIAL);
        if (lacking && !seal(connection, key, end, result)) {
          return Optional.empty();
        }
        if (state.equals(APPLIED) || state.equals(REFUSED)) {
          return Optional.empty();
        }
        return Optional.of(
            new FinishedRun(
                key, Optional.of(result), full, sightings.applicationsOf(connection, key)));
      }
    }
  }

  /** Turns the messages into sightings when they are all there. */
  private boolean seal(Connection connection, RunKey key, int end, DiscoveryResult result)
      throws SQLException {
    List<DiscoveryEvent> events = RunMessages.of(connection, key, end);
    if (events.size() < end) {
      return false;
    }
    sightings.note(connection, key, ScanScope.key(result), events);
    RunMessages.delete(connection, key);
    setState(connection, key, COMPLETE);
    return true;
  }

  /** Notes that the registry says what a run found. */
  void applied(RunKey key) {
    database.transaction(connection -> setState(connection, key, APPLIED));
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
    try {
      return database.transaction(connection -> part(connection, key, age));
    } catch (PoisonEventException e) {
      database.transaction(connection -> setState(connection, key, REFUSED));
      throw e;
    }
  }

  private Optional<PartialRun> part(Connection connection, RunKey key, Duration age)
      throws SQLException {
    long now = now();
    try (PreparedStatement claim =
        connection.prepareStatement(
            "update discovery_run set changed_at = ? where discoverer_id = ? and run_at = ?"
                + " and state = ? and changed_at < ?")) {
      claim.setLong(1, now);
      claim.setString(2, key.discovererId());
      claim.setLong(3, key.runAt());
      claim.setString(4, COLLECTING);
      claim.setLong(5, before(age));
      if (claim.executeUpdate() == 0) {
        return Optional.empty();
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "select end_index, result from discovery_run where discoverer_id = ? and run_at = ?")) {
      select.setString(1, key.discovererId());
      select.setLong(2, key.runAt());
      try (ResultSet run = select.executeQuery()) {
        run.next();
        Optional<DiscoveryResult> result =
            Optional.ofNullable(run.getString("result"))
                .map(text -> RegistryJson.read(bytes(text), DiscoveryResult.class));
        int end = result.isPresent() ? run.getInt("end_index") : Integer.MAX_VALUE;
        List<DiscoveryEvent> events = RunMessages.of(connection, key, end);
        sightings.note(connection, key, result.flatMap(ScanScope::key), events);
        FinishedRun taken =
            new FinishedRun(key, result, false, sightings.applicationsOf(connection, key));
        return Optional.of(new PartialRun(taken, events.size(), end, now));
      }
    }
  }

  /** Notes that the registry says what came of a run, unless more has come meanwhile. */
  void applied(PartialRun part) {
    RunKey key = part.run().key();
    database.transaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update discovery_run set state = ? where discoverer_id = ? and run_at = ?"
                      + " and state = ? and changed_at = ?")) {
            update.setString(1, PARTIAL);
            update.setString(2, key.discovererId());
            update.setLong(3, key.runAt());
            update.setString(4, COLLECTING);
            update.setLong(5, part.claimedAt());
            return update.executeUpdate();
          }
        });
  }

  private List<RunKey> resting(String state, Duration age) {
    return database.transaction(
        connection -> {
          List<RunKey> found = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select discoverer_id, run_at from discovery_run"
                      + " where state = ? and changed_at < ? order by run_at")) {
            select.setString(1, state);
            select.setLong(2, before(age));
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                found.add(new RunKey(rows.getString(1), rows.getLong(2)));
              }
            }
          }
          return found;
        });
  }

  /**
   * Forgets runs that nothing has come of for some time. Those stay that tell since when something
   * is not there, and the newest complete one of each discoverer.
   */
  int forget(Duration age) {
    return database.transaction(
        connection -> {
          try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setLong(1, before(age));
            return delete.executeUpdate();
          }
        });
  }

  private int setState(Connection connection, RunKey key, String state) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update discovery_run set state = ?, changed_at = ?"
                + " where discoverer_id = ? and run_at = ?")) {
      update.setString(1, state);
      update.setLong(2, now());
      update.setString(3, key.discovererId());
      update.setLong(4, key.runAt());
      return update.executeUpdate();
    }
  }

  private long now() {
    return RunKey.of("", clock.instant()).runAt();
  }

  private long before(Duration age) {
    Instant then = clock.instant().minus(age);
    return RunKey.of("", then).runAt();
  }

  private static String text(Object value) {
    return new String(RegistryJson.bytes(value), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
