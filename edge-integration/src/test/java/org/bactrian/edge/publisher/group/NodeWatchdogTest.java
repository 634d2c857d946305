package org.bactrian.edge.publisher.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.bactrian.edge.publisher.group.NodeWatchdog.Behavior;
import org.bactrian.edge.publisher.group.NodeWatchdog.Condition;
import org.junit.jupiter.api.Test;

class NodeWatchdogTest {

  @Test
  void oneLateNodeIsEnoughOrAllMustBeAsTheConditionSays() {
    NodeWatchdog any = watchdog(Condition.WHEN_ANY_IS_LATE);
    NodeWatchdog all = watchdog(Condition.WHEN_ALL_ARE_LATE);

    assertThat(any.isMet(0, 2)).isFalse();
    assertThat(any.isMet(1, 2)).isTrue();
    assertThat(all.isMet(1, 2)).isFalse();
    assertThat(all.isMet(2, 2)).isTrue();
    assertThat(all.isMet(0, 0)).isFalse();
  }

  private static NodeWatchdog watchdog(Condition condition) {
    return new NodeWatchdog(Duration.ofSeconds(1), condition, Behavior.RESET);
  }
}
