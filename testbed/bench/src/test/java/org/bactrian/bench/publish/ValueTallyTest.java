package org.bactrian.bench.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ValueTallyTest {

  @Test
  void consecutiveCountsLoseNothing() {
    ValueTally tally = tally(1, 1, 7, 8, 9);

    assertThat(tally.take()).isEqualTo(new TallyWindow(3, 0, 0, 1, 0, 5, 5));
  }

  @Test
  void aCountThatIsLeftOutIsLost() {
    assertThat(tally(1, 1, 7, 8, 11).take().lost()).isEqualTo(2);
  }

  @Test
  void aCounterThatIsSampledAtEachThirdChangeLosesNothingWhenItRisesByThree() {
    assertThat(tally(1, 3, 7, 10, 13).take().lost()).isZero();
    assertThat(tally(1, 3, 7, 10, 16).take().lost()).isEqualTo(1);
  }

  @Test
  void aCountThatComesAgainIsRepeatedAndHidesNoLoss() {
    TallyWindow window = tally(1, 1, 7, 8, 8, 7, 10).take();

    assertThat(window.repeated()).isEqualTo(2);
    assertThat(window.lost()).isEqualTo(1);
  }

  @Test
  void aLossBetweenTwoWindowsIsSeenInTheSecond() {
    ValueTally tally = tally(1, 1, 7);
    tally.take();

    tally.add(0, 9, 5);

    assertThat(tally.take().lost()).isEqualTo(1);
  }

  @Test
  void anItemThatFallsSilentLosesAllThatItShouldHaveBrought() {
    ValueTally tally = tally(2, 1, 7);
    tally.add(1, 7, 5);
    tally.take();

    LongStream.rangeClosed(8, 17).forEach(count -> tally.add(0, count, 5));

    TallyWindow window = tally.take();
    assertThat(window.silent()).isEqualTo(1);
    assertThat(window.lostOf(2, 10)).isEqualTo(10);
    assertThat(window.lostOf(3, 10)).as("with one that never spoke").isEqualTo(20);
  }

  @Test
  void itemsOfNobodyArePassedOver() {
    ValueTally tally = tally(1, 1, 7);

    tally.add(1, 3, 5);
    tally.add(-1, 3, 5);

    assertThat(tally.take().values()).isEqualTo(1);
  }

  private static ValueTally tally(int items, int step, long... counts) {
    ValueTally tally = new ValueTally(items, step);
    LongStream.of(counts).forEach(count -> tally.add(0, count, 5));
    return tally;
  }
}
