package org.bactrian.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bactrian.patience.TcpRelay;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP requests for a server that has fallen silent, next to those for one that answers. */
class HungServerOverHttpTest {

  private static final int PROMPT_SECONDS = 60;

  /** Longer than a busy machine needs to make a connection for each of the requests that hang. */
  private static final int PATIENT_MILLIS = 90_000;

  @TempDir private static Path folder;
  private static Simulator plant;
  private static Edge edge;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private TcpRelay relay;

  @BeforeAll
  static void start() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    edge =
        Edge.start(
            folder,
            Map.of(),
            Edge.packedRoutes("twin"),
            "--aa",
            "--ct=60",
            // Connections with a silent server last as long as the requests.
            "--ki=600",
            "--unsecurehttp=0");
  }

  @BeforeEach
  void letAServerFallSilent() throws Exception {
    relay = new TcpRelay(plant.port());
    for (String server : List.of(relay.url(), plant.endpointUrl())) {
      assertThat(read(server, PATIENT_MILLIS).join().statusCode()).isEqualTo(200);
    }
    relay.freeze();
  }

  /** What still hangs ends with its connection, so that the next test finds nothing under way. */
  @AfterEach
  void endWhatHangs() throws Exception {
    relay.close();
    await().until(() -> edge.context().getInflightRepository().size() == 0);
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  @Test
  void moreRequestsForAHungServerThanTheHttpServerHasWorkersDelayNoOther() throws Exception {
    int many = 150;
    List<CompletableFuture<HttpResponse<String>>> hung = ask(many, PATIENT_MILLIS);
    await().until(() -> edge.context().getInflightRepository().size() >= many);

    assertThat(status(read(plant.endpointUrl(), PATIENT_MILLIS))).isEqualTo(200);
    assertThat(hung).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void aFloodForAHungServerIsTurnedAwayAndThatForOthersIsNot() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> hung = ask(300, 1_000);

    for (int i = 0; i < 10; i++) {
      assertThat(status(read(plant.endpointUrl(), PATIENT_MILLIS))).isEqualTo(200);
    }
    for (CompletableFuture<HttpResponse<String>> answer : hung) {
      assertThat(status(answer)).isIn(408, 429);
    }
  }

  @Test
  void threadsEndWithTheirCallers() throws Exception {
    for (CompletableFuture<HttpResponse<String>> answer : ask(64, 1_000)) {
      assertThat(status(answer)).isEqualTo(408);
    }

    await().untilAsserted(() -> assertThat(threadsThatWaitForAServer()).isZero());
  }

  private static long threadsThatWaitForAServer() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("twin-"))
        .filter(
            thread ->
                Stream.of(thread.getValue())
                    .anyMatch(frame -> frame.getClassName().endsWith(".ServerView")))
        .count();
  }

  private List<CompletableFuture<HttpResponse<String>>> ask(int requests, int millis) {
    return Stream.generate(() -> read(relay.url(), millis)).limit(requests).toList();
  }

  private CompletableFuture<HttpResponse<String>> read(String endpointUrl, int millis) {
    String body =
        """
        {"connection": {"endpoint": {"url": "%s", "securityMode": "None"}},
         "request": {"nodeId": "i=2258", "header": {"serviceCallTimeout": %d}}}
        """
            .formatted(endpointUrl, millis);
    try {
      return client.sendAsync(
          HttpRequest.newBuilder(
                  URI.create(
                      "http://localhost:" + edge.api().plainPort().orElseThrow() + "/v2/read"))
              .timeout(Duration.ofSeconds(100))
              .header("Authorization", "ApiKey " + edge.key())
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int status(CompletableFuture<HttpResponse<String>> answer) throws Exception {
    return answer.get(PROMPT_SECONDS, TimeUnit.SECONDS).statusCode();
  }
}
