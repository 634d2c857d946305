package org.bactrian.cloud.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bactrian.cloud.publisher.contract.PublishStartRequest;
import org.bactrian.cloud.storage.DatabaseKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jobs of many publishers: each runs on one of them only, and goes to another of its site when that
 * one dies. The test with the tag prints what it costs.
 */
class ManyPublishersTest {

  private static final int PER_SITE = 10;

  /** Publishers of sites of ten, and as many jobs for each. */
  private static final class Fleet {
    private final PublisherDatabase cloud;
    private final List<SimulatedPublisher> publishers = new ArrayList<>();
    private final Set<SimulatedPublisher> dead = new HashSet<>();
    private final List<Long> beats = new ArrayList<>();

    Fleet(PublisherDatabase cloud, int publishers, int workers) {
      this.cloud = cloud;
      IntStream.range(0, publishers)
          .forEach(
              number ->
                  this.publishers.add(
                      cloud.publisher("gateway%04d".formatted(number), site(number), workers)));
    }

    private static String site(int publisher) {
      return "site" + publisher / PER_SITE;
    }

    void jobs(int each) {
      for (int publisher = 0; publisher < publishers.size(); publisher++) {
        for (int number = 0; number < each; number++) {
          String id = "uat%04d-%04d".formatted(publisher, number);
          cloud.endpoint(id, site(publisher));
          cloud.publish.startPublishingValues(
              id, new PublishStartRequest(PublishRequests.node("i=1"), null));
        }
      }
    }

    /** A heartbeat of each that lives, and what the cloud tells meanwhile. */
    void beat() {
      for (SimulatedPublisher publisher : living()) {
        long start = System.nanoTime();
        List<LeaseNotices.Notice> told = publisher.send(publisher.next());
        beats.add(System.nanoTime() - start);
        publisher.take(told);
      }
      Map<Agent, SimulatedPublisher> byAgent = new HashMap<>();
      living().forEach(publisher -> byAgent.put(publisher.agent, publisher));
      List<LeaseNotices.Notice> calls;
      do {
        calls = cloud.calls.due();
        calls.forEach(
            call -> {
              SimulatedPublisher told = byAgent.get(call.agent());
              if (told != null) {
                told.take(List.of(call));
              }
            });
      } while (!calls.isEmpty());
    }

    List<SimulatedPublisher> living() {
      return publishers.stream().filter(publisher -> !dead.contains(publisher)).toList();
    }

    /** Jobs that run, with how many publishers each has. */
    Map<String, Integer> running() {
      Map<String, Integer> running = new HashMap<>();
      living()
          .forEach(
              publisher -> publisher.running().forEach(job -> running.merge(job, 1, Integer::sum)));
      return running;
    }

    /** Beats until a number of jobs run; how many rounds that takes. */
    int beatUntil(int jobs) {
      int rounds = 0;
      while (running().size() < jobs) {
        beat();
        rounds++;
        assertThat(rounds).as("rounds of heartbeats").isLessThan(200);
      }
      return rounds;
    }

    /** One publisher of each site, or of some sites, is gone, and its leases end. */
    Set<String> kill(int number) {
      Set<String> lost = new HashSet<>();
      for (int at = 0; at < number; at++) {
        SimulatedPublisher victim = publishers.get(at * PER_SITE);
        lost.addAll(victim.running());
        dead.add(victim);
      }
      // The others go on with their heartbeats while the leases of these end.
      for (int step = 0; step < 3; step++) {
        cloud.passMillis(SimulatedPublisher.A_LEASE / 2);
        beat();
      }
      return lost;
    }
  }

  @ParameterizedTest
  @EnumSource(DatabaseKind.class)
  void jobsOfDeadPublishersGoToOthersOfTheirSiteAndEachRunsOnce(DatabaseKind kind) {
    Fleet fleet = new Fleet(PublisherDatabase.empty(kind), 2 * PER_SITE, 6);
    // All are there before the jobs, which then go to those with the fewest.
    fleet.beat();
    fleet.jobs(4);
    int jobs = 2 * PER_SITE * 4;
    fleet.beatUntil(jobs);
    assertThat(fleet.publishers).allSatisfy(each -> assertThat(each.running()).hasSize(4));
    Map<SimulatedPublisher, Set<String>> before = new HashMap<>();
    fleet.publishers.forEach(each -> before.put(each, Set.copyOf(each.running())));

    Set<String> lost = fleet.kill(2);
    fleet.beatUntil(jobs);

    assertThat(lost).hasSize(8);
    assertThat(fleet.running())
        .hasSize(jobs)
        .allSatisfy((job, holders) -> assertThat(holders).isOne());
    assertThat(fleet.living())
        .allSatisfy(each -> assertThat(each.running()).containsAll(before.get(each)))
        .allSatisfy(each -> assertThat(each.running()).hasSizeLessThanOrEqualTo(6));
  }

  /**
   * Figures for {@code -Dbactrian.scale.gateways} (1,000) and {@code -Dbactrian.scale.jobs} a
   * gateway (100), which it prints.
   */
  @ParameterizedTest
  @EnumSource(DatabaseKind.class)
  @Tag("faults")
  void figuresOfManyPublishers(DatabaseKind kind) {
    int gateways = Integer.getInteger("bactrian.scale.gateways", 1_000);
    int each = Integer.getInteger("bactrian.scale.jobs", 100);
    int jobs = gateways * each;
    Fleet fleet = new Fleet(PublisherDatabase.empty(kind), gateways, each + each / 4);
    say("%s, publishers %d, jobs %d", kind, gateways, jobs);
    timed("first heartbeat of each publisher", fleet::beat);
    double made = timed("jobs made", () -> fleet.jobs(each));
    say("jobs made: %.0f/s", jobs / made);
    timed("all jobs assigned and known to their publishers", () -> fleet.beatUntil(jobs));
    fleet.beats.clear();
    double steady = timed("a heartbeat of each publisher", fleet::beat);
    say(
        "heartbeats: %.0f/s, p50 %.1f ms, p99 %.1f ms",
        gateways / steady, quantile(fleet, 0.5), quantile(fleet, 0.99));
    int killed = Math.max(1, gateways / PER_SITE);
    Set<String> lost = new HashSet<>();
    double moved =
        timed(
            killed + " publishers die and their jobs move",
            () -> {
              lost.addAll(fleet.kill(killed));
              fleet.beatUntil(jobs);
            });
    say("moved %d jobs, %.0f/s", lost.size(), lost.size() / moved);

    assertThat(fleet.running())
        .hasSize(jobs)
        .allSatisfy((job, holders) -> assertThat(holders).isOne());
  }

  private static double quantile(Fleet fleet, double part) {
    List<Long> sorted = fleet.beats.stream().sorted().toList();
    return sorted.get((int) (sorted.size() * part)) / 1e6;
  }

  private static double timed(String what, Runnable work) {
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
    say("%s: %.2f s", what, seconds);
    return seconds;
  }

  private static void say(String format, Object... values) {
    System.out.println("scale: " + String.format(Locale.ROOT, format, values));
  }
}
