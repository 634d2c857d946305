package org.bactrian.cloud.vault.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bactrian.cloud.storage.SqlTime;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of steps that are due. */
public final class WorkStore {

  private static final String OWN = " where step = :step and subject = :subject and lease = :lease";

  /** Makes a step due, in the transaction that gives the reason. */
  public void put(Handle handle, WorkStep step, String subject, Instant due) {
    putAll(handle, step, List.of(subject), due);
  }

  /** Makes a step due for several subjects, in the transaction that gives the reason. */
  public void putAll(Handle handle, WorkStep step, Collection<String> subjects, Instant due) {
    if (subjects.isEmpty()) {
      return;
    }
    // In one order, so that two transactions with some of the same do not wait for each other.
    List<String> ordered = subjects.stream().distinct().sorted().toList();
    // A step that was there for the first statement may have been carried out before the second.
    for (List<String> missing = ordered; !missing.isEmpty(); ) {
      List<String> present =
          missed(
              handle,
              "insert into vault_work (step, subject, due_at, leased_until, lease, version,"
                  + " attempts) values (:step, :subject, :due, 0, '', 1, 0)"
                  + " on conflict do nothing",
              step,
              missing,
              due);
      missing =
          missed(
              handle,
              "update vault_work set due_at = :due, version = version + 1, attempts = 0"
                  + " where step = :step and subject = :subject",
              step,
              present,
              due);
    }
  }

  /** Executes a statement for each subject, and returns those that it has not changed. */
  private static List<String> missed(
      Handle handle, String sql, WorkStep step, List<String> subjects, Instant due) {
    if (subjects.isEmpty()) {
      return subjects;
    }
    PreparedBatch batch = handle.prepareBatch(sql);
    for (String subject : subjects) {
      batch.bind("step", step.name()).bind("subject", subject).bind("due", SqlTime.of(due)).add();
    }
    int[] changed = batch.execute();
    return IntStream.range(0, changed.length)
        .filter(i -> changed[i] == 0)
        .mapToObj(subjects::get)
        .toList();
  }

  /** Removes a step that was done by other means, unless a replica carries it out. */
  public void remove(Handle handle, WorkStep step, String subject) {
    handle
        .createUpdate(
            "delete from vault_work where step = :step and subject = :subject and lease = ''")
        .bind("step", step.name())
        .bind("subject", subject)
        .execute();
  }

  /** Returns whether a step is due that no replica carries out. */
  public boolean isDue(Handle handle, Instant now) {
    return !handle
        .createQuery(
            "select step from vault_work where due_at <= :now and leased_until <= :now limit 1")
        .bind("now", SqlTime.of(now))
        .mapTo(String.class)
        .list()
        .isEmpty();
  }

  /** Returns when the next step becomes due after a time. */
  public Optional<Instant> nextDue(Handle handle, Instant now) {
    return handle
        .createQuery("select due_at from vault_work where due_at > :now order by due_at limit 1")
        .bind("now", SqlTime.of(now))
        .mapTo(Long.class)
        .findFirst()
        .map(SqlTime::instant);
  }

  /** Takes steps that are due and that no replica carries out, or whose replica has died. */
  public List<WorkItem> take(Handle handle, Instant now, Duration lease, int most) {
    record Due(String step, String subject, long until, long version, int attempts) {}
    List<Due> due =
        handle
            .createQuery(
                "select step, subject, leased_until, version, attempts from vault_work"
                    + " where due_at <= :now and leased_until <= :now"
                    + " order by due_at limit :most")
            .bind("now", SqlTime.of(now))
            .bind("most", most)
            .map(
                (row, context) ->
                    new Due(
                        row.getString("step"),
                        row.getString("subject"),
                        row.getLong("leased_until"),
                        row.getLong("version"),
                        row.getInt("attempts")))
            .list();
    List<WorkItem> taken = new ArrayList<>();
    for (Due one : due) {
      String mine = UUID.randomUUID().toString();
      int updated =
          handle
              .createUpdate(
                  "update vault_work set leased_until = :until, lease = :lease,"
                      + " attempts = attempts + 1 where step = :step and subject = :subject"
                      + " and leased_until = :before and version = :version")
              .bind("until", SqlTime.of(now.plus(lease)))
              .bind("lease", mine)
              .bind("step", one.step())
              .bind("subject", one.subject())
              .bind("before", one.until())
              .bind("version", one.version())
              .execute();
      if (updated == 1) {
        taken.add(
            new WorkItem(
                WorkStep.valueOf(one.step()),
                one.subject(),
                mine,
                one.version(),
                one.attempts() + 1));
      }
    }
    return taken;
  }

  /** Removes a step that was carried out; one that became due again meanwhile is given back. */
  public void done(Handle handle, WorkItem work) {
    int removed =
        handle
            .createUpdate("delete from vault_work" + OWN + " and version = :version")
            .bind("step", work.step().name())
            .bind("subject", work.subject())
            .bind("lease", work.lease())
            .bind("version", work.version())
            .execute();
    if (removed == 0) {
      handle
          .createUpdate("update vault_work set leased_until = 0, lease = ''" + OWN)
          .bind("step", work.step().name())
          .bind("subject", work.subject())
          .bind("lease", work.lease())
          .execute();
    }
  }

  /** Gives a step back, to be tried again at a time. */
  public void giveBack(Handle handle, WorkItem work, Instant due, @Nullable String error) {
    handle
        .createUpdate(
            "update vault_work set due_at = case when version = :version then :due else due_at end,"
                + " error = :error, leased_until = 0, lease = ''"
                + OWN)
        .bind("step", work.step().name())
        .bind("subject", work.subject())
        .bind("lease", work.lease())
        .bind("version", work.version())
        .bind("due", SqlTime.of(due))
        .bind("error", error)
        .execute();
  }
}
