package org.bactrian.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallerRatesTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final CallerRates rates = new CallerRates(3);

  @Test
  void aCallerWhoSendsTooManyIsRefusedWhileOthersGoOn() {
    assertThat(taken("a", 0, 5)).isEqualTo(3);
    assertThat(taken("b", 0, 5)).isEqualTo(3);

    assertThat(taken("a", SECOND / 3 + 1, 5)).isEqualTo(1);
    assertThat(taken("a", 10 * SECOND, 5)).as("no more than those of a second").isEqualTo(3);
  }

  @Test
  void namesWithoutEndTakeNoMemoryWithoutEnd() {
    taken("first", 0, 3);
    for (int i = 0; i < 20_000; i++) {
      assertThat(rates.tryTake("caller " + i, 0)).isTrue();
    }

    assertThat(rates.tryTake("first", 0)).as("forgotten meanwhile").isTrue();
  }

  private int taken(String caller, long now, int asked) {
    int taken = 0;
    for (int i = 0; i < asked; i++) {
      taken += rates.tryTake(caller, now) ? 1 : 0;
    }
    return taken;
  }
}
