package org.bactrian.iothub.link;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatingTaskTest {

  @Test
  void anExceptionDoesNotEndWhatIsRepeated() {
    AtomicInteger runs = new AtomicInteger();
    ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    try {
      executor.scheduleWithFixedDelay(
          new RepeatingTask(
              "The look",
              () -> {
                runs.incrementAndGet();
                throw new IllegalArgumentException("on purpose");
              }),
          0,
          1,
          TimeUnit.MILLISECONDS);

      await().until(() -> runs.get() >= 3);
    } finally {
      executor.shutdownNow();
    }
  }
}
