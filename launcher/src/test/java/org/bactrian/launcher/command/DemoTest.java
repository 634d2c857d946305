package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output of {@code ./bactrian demo} and {@code ./bactrian hub} beside it. */
class DemoTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longest time that a busy machine needs to start all parts. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private static Path data;
  @TempDir private static Path routes;
  private static CommandRun demo;

  @BeforeAll
  static void startDemo() {
    demo = demo(data, "--json", "--routes=" + routes);
    awaitMessages(demo, 1);
  }

  @AfterAll
  static void stopDemo() {
    demo.close();
  }

  private static CommandRun demo(Path data, String... options) {
    Stream<String> usual =
        Stream.of(
            "demo",
            "--data=" + data,
            "--mqtt-port=0",
            "--rest-port=0",
            "--amqp-port=0",
            "--keyvault-port=0",
            "--opcua-port=0",
            "--management-port=0",
            "--port=0",
            "--edge-port=0",
            "--cloud-management-port=0");
    return CommandRun.start(Stream.concat(usual, Stream.of(options)).toArray(String[]::new));
  }

  @Test
  void countersRiseByOneInTheMessagesThatArriveAtTheHub() {
    // Those that come while another test changes the route are not all there.
    List<Integer> pieces =
        await()
            .atMost(PATIENCE)
            .until(() -> values(messages(demo), "Filler", "Pieces"), found -> found.size() > 2)
            .subList(0, 3);

    int first = pieces.get(0);
    assertThat(pieces).isEqualTo(IntStream.range(first, first + pieces.size()).boxed().toList());
  }

  @Test
  void theHubIsMonitoredFromAnotherProcess() {
    try (CommandRun monitor = CommandRun.start("hub", "monitor", "--data=" + data)) {
      awaitMessages(monitor, 2);
      assertThat(messages(monitor).get(0).at("/event/origin").asText()).isEqualTo("plant-edge");
    }
  }

  @Test
  void theHubListsItsDevicesAndSaysInOneLineWhoIsNotThere() throws Exception {
    CommandRun devices = CommandRun.of("hub", "devices", "--data=" + data);
    CommandRun call = CommandRun.of("hub", "invoke", "absent", "Hello", "{}", "--data=" + data);
    CommandRun noJson = CommandRun.of("hub", "invoke", "absent", "Hello", "{", "--data=" + data);

    assertThat(noJson.exitCode()).isEqualTo(2);
    assertThat(noJson.err().get(0)).contains("The payload is not JSON");
    assertThat(devices.exitCode()).isZero();
    assertThat(devices.out())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "\"identity\":\"module\"",
                        "\"deviceId\":\"plant-edge\"",
                        "\"moduleId\":\"bactrian\"",
                        "\"connectionState\":\"Connected\""));
    assertThat(call.exitCode()).isEqualTo(1);
    assertThat(call.err())
        .containsExactly("bactrian: absent was not called: absent is not registered");
  }

  @Test
  void aStepThatIsAddedToTheRouteActsAndABrokenOneDoesNotStopTelemetry() throws IOException {
    Path route = routes.resolve("publisher.camel.yaml");
    String marked =
        """
        - route:
            id: publisher
            from:
              uri: opcua-publisher:groups
              steps:
                - setHeader:
                    name: iothub-app-plant
                    constant: north
                - setBody:
                    constant: '{"Mark":"mine"}'
                - toD:
                    uri: kamelet:${header.BactrianTransport}-telemetry-sink
        """;

    Files.writeString(route, marked);
    await()
        .atMost(PATIENCE)
        .until(() -> demo.out().stream().anyMatch(line -> line.contains("\"Mark\"")));

    Files.writeString(route, marked.replace("opcua-publisher:groups", "nonsense:groups"));
    int before = messages(demo).size();
    awaitMessages(demo, before + 5);
    assertThat(demo.out().get(demo.out().size() - 1)).contains("\"Mark\"");
    Files.delete(route);
  }

  @Test
  void theRequestThatItProposesAnswers() throws Exception {
    Pattern proposal = Pattern.compile(".*Bearer .*token.*\" (http://localhost:\\d+/registry/.*)");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                !demo.isRunning()
                    || demo.err().stream().anyMatch(line -> proposal.matcher(line).matches()));
    String url =
        demo.err().stream()
            .map(proposal::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .findFirst()
            .orElseThrow(() -> new AssertionError("It does not run: " + demo.err()));
    String token = CommandRun.of("token", "--role=read", "--data=" + data).out().get(0);

    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url))
                    .header("Authorization", "Bearer " + token)
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()).path("items").isArray()).isTrue();
  }

  @Test
  void itStopsWhenItIsInterrupted(@TempDir Path other) {
    try (CommandRun second = demo(other, "--json")) {
      awaitMessages(second, 1);

      second.interrupt();

      await().atMost(PATIENCE).until(() -> !second.isRunning());
    }
  }

  private static void awaitMessages(CommandRun run, int count) {
    await().atMost(PATIENCE).until(() -> messages(run).size() >= count || !run.isRunning());
    assertThat(run.isRunning()).as("running, else %s", run.err()).isTrue();
  }

  private static List<JsonNode> messages(CommandRun run) {
    return run.out().stream().map(DemoTest::json).toList();
  }

  private static List<Integer> values(List<JsonNode> lines, String writer, String field) {
    List<Integer> values = new ArrayList<>();
    for (JsonNode line : lines) {
      for (JsonNode message : line.at("/event/payload/Messages")) {
        JsonNode value = message.at("/Payload/" + field + "/Value");
        if (message.path("DataSetWriterName").asText().equals(writer) && !value.isMissingNode()) {
          values.add(value.asInt());
        }
      }
    }
    return values;
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
