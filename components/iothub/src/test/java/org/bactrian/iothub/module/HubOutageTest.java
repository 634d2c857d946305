package org.bactrian.iothub.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultExchange;
import org.bactrian.iothub.TestCamel;
import org.bactrian.iothub.TestHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubOutageTest {

  private static final int MESSAGES = 6_000;
  private static final int LIMIT = 100;

  @TempDir private Path folder;

  @Test
  void noMessageIsLostWhenTheHubIsKilledTwiceWhileThousandsAreSent() throws Exception {
    TestHub hub = TestHub.in(folder);
    try (TestCamel camel = TestCamel.of(hub, hub.module("edge", "opc")).start()) {
      Sending sending = new Sending(camel, MESSAGES);
      for (int kills = 0; kills < 2; kills++) {
        int before = hub.received().size();
        await().until(() -> hub.received().size() > before + 500);
        hub.kill();
        await().until(() -> !camel.module().links().get(0).connected());
        // Sending comes to a stand: what is in flight stays at the limit, callers wait.
        AtomicInteger last = new AtomicInteger(-1);
        await()
            .during(Duration.ofSeconds(1))
            .until(
                () -> {
                  int now = sending.handedOver.get();
                  return now == last.getAndSet(now)
                      && sending.thread.getState() == Thread.State.WAITING;
                });
        assertThat(camel.module().links().get(0).figures().inFlightMessages()).isEqualTo(LIMIT);
        hub.startAgain();
      }

      await().atMost(Duration.ofSeconds(60)).until(() -> sending.done.get() == MESSAGES);

      assertThat(sending.failures).isEmpty();
      List<String> bodies = hub.bodies();
      Set<String> distinct = new HashSet<>(bodies);
      assertThat(distinct).hasSize(MESSAGES);
      long resent = camel.module().links().get(0).figures().resent();
      assertThat((long) bodies.size() - distinct.size()).isBetween(0L, resent);
      assertThat(resent).isPositive();
    } finally {
      hub.close();
    }
  }

  @Test
  void theConnectionSurvivesManyRestartsWithoutLeavingThreadsBehind() throws Exception {
    TestHub hub = TestHub.in(folder);
    try (TestCamel camel = TestCamel.of(hub, hub.module("edge", "opc")).start()) {
      camel.to("iothub-module:telemetry").withBody("first").send();
      int before = Thread.activeCount();

      for (int i = 0; i < 4; i++) {
        hub.kill();
        await().until(() -> !camel.module().links().get(0).connected());
        hub.startAgain();
        camel.to("iothub-module:telemetry").withBody("" + i).send();
      }

      await().untilAsserted(() -> assertThat(Thread.activeCount()).isLessThan(before + 10));
      assertThat(hub.bodies()).contains("first", "0", "1", "2", "3");
    } finally {
      hub.close();
    }
  }

  /** Numbered messages from one thread, as fast as the producer takes them. */
  private static final class Sending {
    private final AtomicInteger handedOver = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final Thread thread;

    Sending(TestCamel camel, int count) throws Exception {
      Producer producer =
          camel
              .context()
              .getEndpoint("iothub-module:telemetry?maxInFlightMessages=" + LIMIT)
              .createProducer();
      producer.start();
      thread =
          new Thread(
              () -> {
                for (int i = 0; i < count; i++) {
                  Exchange exchange = new DefaultExchange(camel.context());
                  exchange.getIn().setBody(("" + i).getBytes(StandardCharsets.UTF_8));
                  ((AsyncProcessor) producer)
                      .process(
                          exchange,
                          sync -> {
                            if (exchange.getException() != null) {
                              failures.add(exchange.getException());
                            }
                            done.incrementAndGet();
                          });
                  handedOver.incrementAndGet();
                }
              });
      thread.start();
    }
  }
}
