package org.bactrian.launcher.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bactrian.edge.publisher.group.WriterGroup;

/** Times at which publishers begin and end jobs. Thread-safe. */
final class JobLedger {

  private final Map<String, Set<String>> byPublisher = new HashMap<>();
  private final Map<String, Set<String>> byJob = new HashMap<>();
  private final Map<String, Long> idleSince = new HashMap<>();
  private final Set<String> dead = new HashSet<>();
  private final List<String> doubled = new ArrayList<>();
  private long longestIdle;
  private int moves;

  /** Notes the jobs that a publisher carries out from now on. */
  synchronized void runs(String publisher, List<WriterGroup> groups) {
    if (!dead.contains(publisher)) {
      becomes(publisher, groups.stream().map(WriterGroup::name).collect(Collectors.toSet()));
    }
  }

  /** Notes that a publisher carries out nothing any more, whatever it may say. */
  synchronized void dies(String publisher) {
    becomes(publisher, Set.of());
    dead.add(publisher);
  }

  /** Notes that a publisher of this name lives again. */
  synchronized void lives(String publisher) {
    dead.remove(publisher);
  }

  private void becomes(String publisher, Set<String> jobs) {
    Set<String> before = byPublisher.getOrDefault(publisher, Set.of());
    byPublisher.put(publisher, jobs);
    for (String job : before) {
      if (!jobs.contains(job)) {
        Set<String> holders = byJob.get(job);
        holders.remove(publisher);
        if (holders.isEmpty()) {
          idleSince.put(job, System.nanoTime());
        }
      }
    }
    for (String job : jobs) {
      if (!before.contains(job)) {
        begins(publisher, job);
      }
    }
  }

  private void begins(String publisher, String job) {
    Set<String> holders = byJob.computeIfAbsent(job, key -> new HashSet<>());
    if (!holders.isEmpty()) {
      doubled.add(job + " at " + publisher + " and " + holders);
    }
    holders.add(publisher);
    Long since = idleSince.remove(job);
    if (since != null) {
      moves++;
      longestIdle = Math.max(longestIdle, System.nanoTime() - since);
    }
  }

  /** Jobs that are carried out now. */
  synchronized int running() {
    return (int) byJob.values().stream().filter(holders -> !holders.isEmpty()).count();
  }

  /** Jobs that two publishers carried out at once. */
  synchronized List<String> doubled() {
    return List.copyOf(doubled);
  }

  /** Longest time from the end of a job to its next beginning. */
  synchronized Duration longestIdle() {
    long now = System.nanoTime();
    long still = idleSince.values().stream().mapToLong(since -> now - since).max().orElse(0);
    return Duration.ofNanos(Math.max(longestIdle, still));
  }

  /** Jobs that went on after they had ended. */
  synchronized int moves() {
    return moves;
  }
}
