package org.bactrian.opcua.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RemainingTimeTest {

  private static final Duration CALL = Duration.ofSeconds(5);

  @Test
  void aCallTakesNoLongerThanItsCallerWaits() {
    assertThat(RemainingTime.of(Duration.ofSeconds(1)).orShorter(CALL))
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aPatientCallerLeavesACallItsOwnTime() {
    assertThat(RemainingTime.of(Duration.ofHours(1)).orShorter(CALL)).isEqualTo(CALL);
    assertThat(RemainingTime.of(Duration.ZERO).orShorter(CALL)).isEqualTo(CALL);
  }

  @Test
  void aCallForACallerWhoHasGoneFailsAtOnceInsteadOfTakingForEver() {
    assertThat(RemainingTime.of(Duration.ofNanos(1)).orShorter(CALL))
        .isEqualTo(Duration.ofMillis(1));
  }
}
