package org.bactrian.opcua.subscription;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.bactrian.opcua.testkit.TestPlant;

/**
 * Subscriptions are edited, and their server and the network fail, in any order. In the end every
 * node that exists is reported, the server monitors what the counts say, no value that the server
 * kept is lost, and each restart is one gap.
 */
class RandomInterruptionsTest {

  private static final int MOST_COUNTERS = 12;

  private static TestPlant plant;
  private static Path folder;
  private static int starts;
  private static int counters = MOST_COUNTERS;

  @BeforeContainer
  static void start() throws IOException {
    folder = Files.createTempDirectory("interruptions");
    plant = TestPlant.start(folder, s -> s.withLoadNodes(counters).withLoadRate(TestPlant.RATE));
  }

  @AfterContainer
  static void stop() throws IOException {
    plant.close();
  }

  @Provide
  Arbitrary<List<SubscriptionStep>> steps() {
    Arbitrary<Integer> subscription = Arbitraries.of(0, 1);
    Arbitrary<Integer> counter = Arbitraries.integers().between(1, MOST_COUNTERS + 2);
    Arbitrary<Integer> queue = Arbitraries.integers().between(3_000, 5_000);
    Arbitrary<Boolean> whether = Arbitraries.of(true, false);
    Arbitrary<SubscriptionStep> step =
        Arbitraries.frequencyOf(
            Tuple.of(5, Combinators.combine(subscription, counter).as(SubscriptionStep.Add::new)),
            Tuple.of(
                2, Combinators.combine(subscription, counter).as(SubscriptionStep.Remove::new)),
            Tuple.of(
                1,
                Combinators.combine(subscription, counter, queue).as(SubscriptionStep.Resize::new)),
            Tuple.of(
                1, Combinators.combine(subscription, whether).as(SubscriptionStep.Publishing::new)),
            Tuple.of(
                2,
                Combinators.combine(Arbitraries.integers().between(6, MOST_COUNTERS), whether)
                    .as(SubscriptionStep.Restart::new)),
            Tuple.of(2, Arbitraries.create(SubscriptionStep.Transfer::new)),
            Tuple.of(2, Arbitraries.create(SubscriptionStep.Cut::new)),
            Tuple.of(4, Arbitraries.integers().between(1, 600).map(SubscriptionStep.Elapse::new)),
            Tuple.of(1, Arbitraries.create(() -> new SubscriptionStep.Elapse(4_000))),
            Tuple.of(2, Arbitraries.create(SubscriptionStep.Mend::new)));
    return step.list().ofMinSize(8).ofMaxSize(20);
  }

  @Property(tries = 3, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void whateverHappensAllComesBackAndEachRestartIsOneGap(
      @ForAll("steps") List<SubscriptionStep> steps) throws IOException {
    interrupt(steps);
  }

  @Tag("faults")
  @Property(tries = 60, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void theSameHoldsForManyMoreSequences(@ForAll("steps") List<SubscriptionStep> steps)
      throws IOException {
    interrupt(steps);
  }

  private static void interrupt(List<SubscriptionStep> steps) throws IOException {
    SubscribedPlant subscribed = new SubscribedPlant(plant, starts, counters, folder);
    try (subscribed) {
      for (SubscriptionStep step : steps) {
        subscribed.make(step);
      }
      subscribed.verify();
    } finally {
      starts = subscribed.start();
      counters = subscribed.counters();
    }
  }
}
