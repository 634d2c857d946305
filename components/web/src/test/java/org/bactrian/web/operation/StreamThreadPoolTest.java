package org.bactrian.web.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class StreamThreadPoolTest {

  private static final int MAX = 3;

  @Test
  void asManyAnswersAsAreAllowedHaveAThreadAtOnceAndTheNextIsRejected() throws Exception {
    CountDownLatch running = new CountDownLatch(MAX);
    CountDownLatch end = new CountDownLatch(1);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.disableJMX();
      context.start();
      ExecutorService pool = StreamThreadPool.of(context, this, "answers", MAX);

      for (int i = 0; i < MAX; i++) {
        pool.execute(
            () -> {
              running.countDown();
              awaitEnd(end);
            });
      }

      assertThat(running.await(1, TimeUnit.MINUTES)).isTrue();
      assertThatThrownBy(() -> pool.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
      end.countDown();
    }
  }

  private static void awaitEnd(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
