package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.bactrian.cloud.security.Permission;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time of a request whose steps wait for something that does not come. */
class RequestTimeTest {

  private static final Duration TIME = Duration.ofSeconds(5);
  private static final int THREADS = 64;
  private static final String PATH = "/registry/v2/applications/query";
  private static final String ROUTE =
      """
      - route:
          id: query
          from:
            uri: direct:QueryApplications
            steps:
              - process: {ref: step}
              - setBody: {constant: "{}"}
      """;

  @TempDir private static Path folder;
  private static final AtomicInteger steps = new AtomicInteger();
  private static volatile CountDownLatch held = new CountDownLatch(0);
  private static RestTestServer server;

  @BeforeAll
  static void start() throws Exception {
    Processor step =
        exchange -> {
          steps.incrementAndGet();
          held.await();
        };
    server = RestTestServer.openWithin(folder, TIME, "step", step, ROUTE);
  }

  @AfterAll
  static void stop() {
    held.countDown();
    server.close();
  }

  @Test
  void requestsAreAnsweredInTimeAndWhatWaitedForAThreadIsNotCarriedOutAfterwards()
      throws Exception {
    assertThat(server.post(Permission.READ, PATH, "{}").statusCode()).isEqualTo(200);
    steps.set(0);
    held = new CountDownLatch(1);
    long begin = System.nanoTime();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int request = 0; request <= THREADS; request++) {
      answers.add(server.postAsync(Permission.READ, PATH, "{}"));
    }
    await().until(() -> steps.get() == THREADS);

    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(408);
      assertThat(answer.get().headers().firstValue("Content-Type"))
          .contains("application/problem+json");
      assertThat(answer.get().body()).contains("no answer in 5 s", "may still be carried out");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));

    held.countDown();

    assertThat(server.post(Permission.READ, PATH, "{}").statusCode()).isEqualTo(200);
    assertThat(steps).hasValue(THREADS + 1);
  }
}
