package org.bactrian.edge.init;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.model.method.MethodResult;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Init files, in the form of OPC Publisher. */
@Exercises(options = {"InitFilePath", "InitLogFile"})
class InitFileTest {

  @TempDir private Path folder;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private InitFile running;

  @AfterEach
  void stop() {
    if (running != null) {
      running.close();
    }
  }

  @Test
  void aRequestHasItsMethodItsPayloadAndItsDirectives() throws Exception {
    List<InitRequest> requests =
        InitFileParser.parse(
            """
            ###
            // Publishes a node.
            // @delay 5
            // @retries 3
            POST PublishNodes_V1 HTTP/1.1
            Content-Type: application/json

            {
              "EndpointUrl": "opc.tcp://plc:4840"
            }

            ### again
            # @timeout 00:00:30
            # @no-log
            # @continue-on-error
            GetConfiguredEndpoints_V1

            ###
            Shutdown_V2
            // @on-error

            true
            ###
            """);

    assertThat(requests)
        .extracting(InitRequest::method)
        .containsExactly("PublishNodes_V1", "GetConfiguredEndpoints_V1", "Shutdown_V2");
    assertThat(requests.get(0).body()).startsWith("{").contains("EndpointUrl").endsWith("}");
    assertThat(requests.get(0).directives().retries()).isEqualTo(3);
    assertThat(requests.get(0).directives().delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(requests.get(1).directives().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(requests.get(1).directives().noLog()).isTrue();
    assertThat(requests.get(1).directives().continueOnError()).isTrue();
    assertThat(requests.get(2).directives().onError()).isTrue();
    assertThat(requests.get(2).body()).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Two words | line 1: \"Two words\" is no method",
        "# @delay soon | line 1: @delay soon is no number",
        "# @timeout 00:99 | line 1: @timeout 00:99 is no time",
        "# @retries -1 | line 1: @retries -1 is no number",
      })
  void whatIsNoInitFileIsSaidWithItsLine(String text, String reason) {
    assertThatThrownBy(() -> InitFileParser.parse(text)).hasMessageContaining(reason);
  }

  @Test
  void callsAreMadeOnceAndAgainWhenTheFileChanges() throws Exception {
    run("First\n###\nSecond\n\n[1]\n");
    await().untilAsserted(() -> assertThat(log()).contains("### done "));
    assertThat(calls).containsExactly("First:", "Second:[1]");
    assertThat(log()).contains("Second line 3", "200", "answer to Second");

    running.close();
    start();
    Files.writeString(folder.resolve("calls.init"), "Third\n");
    await().untilAsserted(() -> assertThat(calls).endsWith("Third:"));
    assertThat(calls).hasSize(3);
  }

  @Test
  void aFailureEndsTheCallsButForTheNextErrorHandler() throws Exception {
    failing.add("Second");
    run(
        """
        # @on-error
        NotBefore
        ###
        First
        ###
        # @retries 1
        Second
        ###
        NotAfter
        ###
        # @on-error
        # @no-log
        Handler
        ###
        Last
        """);

    await().untilAsserted(() -> assertThat(log()).contains("### done "));
    assertThat(calls).containsExactly("First:", "Second:", "Second:", "Handler:", "Last:");
    assertThat(log()).doesNotContain("Handler");
  }

  @Test
  void aFailureWithoutAHandlerIsTriedAgainAtTheNextStart() throws Exception {
    failing.add("First");
    run("First\n###\nSecond\n");
    await().untilAsserted(() -> assertThat(log()).contains("500"));
    running.close();
    assertThat(log()).doesNotContain("### done ");

    failing.clear();
    start();
    await().untilAsserted(() -> assertThat(log()).contains("### done "));
    assertThat(calls).containsExactly("First:", "First:", "Second:");
  }

  @Test
  void callsBeforeAShutdownForAFaultAreMadeAtTheNextStart() throws Exception {
    failing.add("PublishNodes_V1");
    run("PublishNodes_V1\n###\n# @on-error\nShutdown_V2\n\ntrue\n");
    await().until(() -> calls.contains("Shutdown_V2:true"));
    running.close();
    calls.clear();
    failing.clear();

    start();

    await().untilAsserted(() -> assertThat(log()).contains("### done "));
    assertThat(calls).containsExactly("PublishNodes_V1:");
  }

  private void run(String text) throws Exception {
    Files.writeString(folder.resolve("calls.init"), text);
    start();
  }

  private void start() {
    running =
        new InitFile(
                folder.resolve("calls.init"),
                folder.resolve("calls.log"),
                (method, payload) -> {
                  calls.add(method + ":" + new String(payload, UTF_8));
                  return CompletableFuture.completedFuture(
                      new MethodResult(
                          failing.contains(method) ? 500 : 200,
                          ("\"answer to " + method + "\"").getBytes(UTF_8)));
                },
                () -> true)
            .start();
  }

  private String log() throws Exception {
    Path log = folder.resolve("calls.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }
}
