package org.bactrian.cloud.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bactrian.cloud.EdgeModule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The registry as a caller in any language meets it. */
class RegistryRestTest {

  private static final String LONG = "x".repeat(2_000);

  @TempDir private static Path folder;
  private static RegistryTestServer server;
  private static EdgeModule discoverer;

  @BeforeAll
  static void open() throws Exception {
    server = new RegistryTestServer(folder);
    discoverer = server.cloud.edge("edge1", "discovery").reports(Map.of("__type__", "discoverer"));
  }

  @AfterEach
  void forgetCalls() {
    discoverer.calls().clear();
  }

  @AfterAll
  static void close() {
    server.close();
  }

  static Stream<Arguments> unknown() {
    List<List<String>> operations =
        List.of(
            List.of("supervisor", "GET", "/supervisors/{id}", ""),
            List.of("supervisor", "PATCH", "/supervisors/{id}", "{}"),
            List.of("supervisor", "GET", "/supervisors/{id}/status", ""),
            List.of("supervisor", "POST", "/supervisors/{id}/reset", ""),
            List.of("discoverer", "GET", "/discovery/{id}", ""),
            List.of("discoverer", "PATCH", "/discovery/{id}", "{}"),
            List.of("discoverer", "POST", "/discovery/{id}?mode=Off", "{}"),
            List.of("publisher", "GET", "/publishers/{id}", ""),
            List.of("publisher", "PATCH", "/publishers/{id}", "{}"),
            List.of("gateway", "GET", "/gateways/{id}", ""),
            List.of("gateway", "PATCH", "/gateways/{id}", "{}"),
            List.of("application", "GET", "/applications/{id}", ""),
            List.of("application", "PATCH", "/applications/{id}", "{}"),
            List.of("application", "DELETE", "/applications/{id}", ""),
            List.of("application", "POST", "/applications/{id}/enable", ""),
            List.of("application", "POST", "/applications/{id}/disable", ""),
            List.of("endpoint", "GET", "/endpoints/{id}", ""),
            List.of("endpoint", "GET", "/endpoints/{id}/certificate", ""),
            List.of("endpoint", "POST", "/endpoints/{id}/activate", ""),
            List.of("endpoint", "POST", "/endpoints/{id}/deactivate", ""));
    List<String> ids =
        List.of("nobody", "edge9_module_nobody", "edge1_module_nobody", "a b", "a/b", "ü<&>", LONG);
    return operations.stream()
        .flatMap(one -> ids.stream().map(id -> Arguments.of(one.get(0), one, id)));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void whatIsNotThereIsNamedInOurWords(String kind, List<String> operation, String id)
      throws Exception {
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    HttpResponse<String> answer =
        server.send(operation.get(1), operation.get(2).replace("{id}", encoded), operation.get(3));

    String shown = id.equals(LONG) ? "x".repeat(128) + "…" : id;
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    assertThat(problem(answer).path("detail").asText())
        .startsWith("There is no " + kind + " " + shown + ". GET /registry/v2/");
    assertThat(answer.body()).doesNotContain("IoT Hub", "ErrorCode", "Exception:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{\"id\":\"first\"}",
        "{\"discovery\":\"Off\"}",
        "{\"discovery\":\"Off\",\"configuration\":{\"addressRangesToScan\":\"10.0.0.0/24\"}}",
        "{\"configuration\":{\"discoveryUrls\":[]}}"
      })
  void aSearchForNothingIsRefusedAndToldWhatToSend(String request) throws Exception {
    HttpResponse<String> answer = server.send("POST", "/applications/discover", request);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(problem(answer).path("detail").asText())
        .contains("Set discovery to Fast", "configuration.discoveryUrls");
    assertThat(discoverer.calls()).isEmpty();
  }

  @Test
  void rangesWithoutAModeAreSearchedFastAndUrlsAloneAreAsked() throws Exception {
    server.send(
        "POST",
        "/applications/discover",
        "{\"configuration\":{\"addressRangesToScan\":\"127.0.0.1/32\"}}");
    server.send(
        "POST",
        "/applications/discover",
        "{\"configuration\":{\"discoveryUrls\":[\"opc.tcp://plc:4840\"]}}");

    assertThat(discoverer.calls())
        .extracting(call -> call.payload().path("discovery").asText("none"))
        .containsExactly("Fast", "none");
  }

  private static JsonNode problem(HttpResponse<String> answer) throws Exception {
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    return new ObjectMapper().readTree(answer.body());
  }
}
