package org.bactrian.model.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void waitsDoubleUpToTheLongestAndVaryByAQuarterAtMost() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));

    assertThat(backoff.after(1)).isBetween(Duration.ofMillis(750), Duration.ofSeconds(1));
    assertThat(backoff.after(3)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
    assertThat(backoff.after(1_000_000))
        .isBetween(Duration.ofMillis(7_500), Duration.ofSeconds(10));
  }

  @Test
  void waitsOfThoseThatComeBackTogetherDoNotVary() {
    Backoff growing = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));
    Backoff constant = new Backoff(Duration.ofDays(36_500), Duration.ofDays(36_500));

    assertThat(growing.inStep(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(growing.inStep(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(growing.inStep(1_000_000)).isEqualTo(Duration.ofSeconds(10));
    assertThat(growing.text()).isEqualTo("after 1 s, then at longer intervals up to 10 s");
    assertThat(constant.inStep(50)).isEqualTo(Duration.ofDays(36_500));
  }
}
