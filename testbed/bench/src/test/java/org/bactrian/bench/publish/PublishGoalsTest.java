package org.bactrian.bench.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.bactrian.bench.process.MemoryUse;
import org.junit.jupiter.api.Test;

class PublishGoalsTest {

  private final PublishResults results = new PublishResults();

  @Test
  void aGoalIsJudgedByTheRatioWithinTheRun() {
    results.add(PublishResults.FLOOR, figures(10_000, 0.5, 0));
    results.add(PublishResults.EDGE, figures(10_000, 0.8, 3));

    assertThat(PublishGoals.of(results))
        .extracting(PublishGoals.Goal::line)
        .anySatisfy(line -> assertThat(line).contains("Milo counting").contains("1.60x", "met"))
        .anySatisfy(line -> assertThat(line).contains("lost").contains("3, goal", "missed"))
        .anySatisfy(line -> assertThat(line).contains("memory").contains("200 MB", "met"));
  }

  @Test
  void turnsOfAClientAreAddedUp() {
    results.add(PublishResults.EDGE, figures(10_000, 1.0, 1));
    results.add(PublishResults.EDGE, figures(10_000, 3.0, 2));

    ClientFigures edge = results.edge().orElseThrow();
    assertThat(edge.cpuPerMillion()).isEqualTo(2.0);
    assertThat(edge.lost()).isEqualTo(3);
    assertThat(edge.valuesPerSecond()).isEqualTo(100_000);
  }

  @Test
  void growthComparesTwentyThousandItemsWithTwoThousand() {
    results.addGrowth(figures(100, 9.0, 0));
    results.addGrowth(figures(2_000, 1.0, 0));
    results.addGrowth(figures(20_000, 1.5, 0));

    assertThat(PublishGoals.of(results))
        .singleElement()
        .extracting(PublishGoals.Goal::line)
        .asString()
        .contains("1.50x", "missed");
  }

  private static ClientFigures figures(int items, double cpuPerMillion, long lost) {
    return ClientFiguresBuilder.builder()
        .items(new SimulatedItems(List.of("opc.tcp://a"), items, 100, 1, 1000))
        .seconds(10)
        .window(new TallyWindow(1_000_000, lost, 0, items, 0, 100, 200))
        .lost(lost)
        .lostBefore(0)
        .cpuNanos((long) (cpuPerMillion * 1e9))
        .compilingPercent(1)
        .memory(Optional.of(new MemoryUse(200 << 20, 250 << 20)))
        .startSeconds(5)
        .build();
  }
}
