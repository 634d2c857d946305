package org.bactrian.cloud.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DuePollTest {

  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final DuePoll poll = new DuePoll(changes::get, nanos::get);

  @Test
  void theFirstLookIsDueAndEachAfterAChangeOfThisProcess() {
    assertThat(poll.isDue()).isTrue();
    assertThat(poll.isDue()).isFalse();

    changes.incrementAndGet();

    assertThat(poll.isDue()).isTrue();
    assertThat(poll.isDue()).isFalse();
  }

  @Test
  void whatOtherReplicasChangeIsLookedForEveryTwoSeconds() {
    poll.isDue();

    pass(Duration.ofMillis(1_999));
    assertThat(poll.isDue()).isFalse();

    pass(Duration.ofMillis(1));
    assertThat(poll.isDue()).isTrue();
    assertThat(poll.isDue()).isFalse();
  }

  @Test
  void aRowThatBecomesDueEarlierIsNotLate() {
    poll.isDue();
    poll.within(Duration.ofMinutes(1));
    poll.within(Duration.ofMillis(300));
    poll.within(Duration.ofMillis(500));

    pass(Duration.ofMillis(299));
    assertThat(poll.isDue()).isFalse();

    pass(Duration.ofMillis(1));
    assertThat(poll.isDue()).isTrue();

    poll.within(Duration.ofMillis(-5));
    assertThat(poll.isDue()).as("it is due already").isTrue();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
