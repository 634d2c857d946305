package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.launcher.otlp.GrpcCollector;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cloud as a command, against a local Azure that it finds by the data folder. */
class CloudTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern REST = Pattern.compile(".*REST: (http://localhost:\\d+).*");

  private static final String MINE =
      """
      - rest:
          id: recipes
          path: /recipes
          get:
            - id: getRecipe
              path: /{recipeId}
              to: direct:getRecipe
      - route:
          id: getRecipe
          from:
            uri: direct:getRecipe
            steps:
              - setBody: {simple: "recipe ${header.recipeId}"}
      """;

  @TempDir private static Path data;
  @TempDir private static Path routes;
  private static final Pattern HEALTH = Pattern.compile("http://localhost:\\d+/observe/health");

  private static LocalAzure azure;
  private static GrpcCollector collector;
  private static CommandRun cloud;
  private static String url;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    azure = LocalAzure.start(LocalAzureSettings.in(data).withFreePorts());
    Files.writeString(routes.resolve("recipes.camel.yaml"), MINE);
    collector = GrpcCollector.start();
    cloud =
        CommandRun.start(
            "cloud",
            "--data=" + data,
            "--routes=" + routes,
            "--port=0",
            "--management-port=0",
            "--otlp-endpoint=" + collector.url(),
            "--otlp-interval=200",
            "--otlp-traces");
    await()
        .atMost(PATIENCE)
        .until(() -> !cloud.isRunning() || cloud.err().stream().anyMatch(l -> l.contains("REST:")));
    url =
        cloud.err().stream()
            .map(REST::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .findFirst()
            .orElseThrow(() -> new AssertionError("It does not run: " + cloud.err()));
  }

  @AfterAll
  static void stop() throws Exception {
    cloud.close();
    collector.close();
    azure.close();
  }

  @Test
  void aTokenOfTheCommandLineOpensTheRegistry() throws Exception {
    HttpResponse<String> created =
        send(
            "administer",
            "PUT",
            "/registry/v2/applications",
            "{\"ApplicationUri\": \"urn:hall:press\", \"applicationType\": \"server\","
                + " \"siteId\": \"hall\"}");
    assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
    String id = json(created).path("id").asText();
    assertThat(id).startsWith("uas");

    JsonNode shown = json(send("read", "GET", "/registry/v2/applications/" + id, ""));
    assertThat(shown.at("/application/applicationUri").asText()).isEqualTo("urn:hall:press");
    assertThat(shown.at("/application/created/authorityId").asText())
        .isEqualTo(System.getProperty("user.name"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        json(send(
                                "read",
                                "POST",
                                "/registry/v2/applications/query",
                                "{\"siteOrGatewayId\": \"hall\"}"))
                            .path("items")
                            .findValuesAsText("applicationId"))
                    .containsExactly(id));
    CommandRun devices = CommandRun.of("hub", "devices", "--data=" + data);
    assertThat(devices.out()).anyMatch(line -> line.contains("\"deviceId\":\"" + id + "\""));
  }

  @Test
  void itsCollectorGetsMetricsAndTracesOfOperations() throws Exception {
    send("read", "GET", "/registry/v2/publishers", "");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(collector.received().histograms("bactrian.rest.requests"))
                  .extracting(point -> point.getAttributesList().toString())
                  .anyMatch(labels -> labels.contains("GetListOfPublisher"));
              assertThat(collector.received().spans())
                  .extracting(Span::getName)
                  .contains("GetListOfPublisher");
            });
    assertThat(collector.received().resource()).containsEntry("service.name", "bactrian-cloud");
  }

  @Test
  void everyFileThatComesWithTheCloudRuns() throws Exception {
    String health =
        cloud.err().stream()
            .map(HEALTH::matcher)
            .filter(Matcher::find)
            .map(Matcher::group)
            .findFirst()
            .orElseThrow();

    JsonNode checks =
        new ObjectMapper()
            .readTree(
                http.send(
                        HttpRequest.newBuilder(URI.create(health)).build(),
                        HttpResponse.BodyHandlers.ofString())
                    .body())
            .path("checks");

    assertThat(checks)
        .filteredOn(check -> check.path("name").asText().equals("routes"))
        .extracting(check -> check.path("status").asText())
        .containsExactly("UP");
  }

  @Test
  void everyOperationOfTheContractHasARoute() throws Exception {
    JsonNode document =
        json(
            http.send(
                HttpRequest.newBuilder(URI.create(url + "/registry/v2/openapi.json")).build(),
                HttpResponse.BodyHandlers.ofString()));
    int operations = 0;
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        String method = operation.getKey().toUpperCase(Locale.ROOT);
        String where = "/registry/v2" + path.getKey().replaceAll("\\{[^}]*}", "nonesuch");
        String query = where.endsWith("/discovery/nonesuch") ? "?mode=Off" : "";

        HttpResponse<String> answer = send("administer", method, where + query, "{}");

        String id = operation.getValue().path("operationId").asText();
        assertThat(answer.statusCode()).as(id + " " + answer.body()).isIn(200, 400, 404, 503);
        assertThat(answer.body())
            .as(id)
            .doesNotContain("There is nothing at", "does not run", "No route carries out");
        operations++;
      }
    }
    assertThat(operations).isEqualTo(44);
  }

  @Test
  void whatMayBeLeftOutOfARequestIsLeftOut() throws Exception {
    assertThat(send("read", "GET", "/registry/v2/applications/query", "").statusCode())
        .isEqualTo(200);
    assertThat(
            send("write", "POST", "/registry/v2/discovery/nonesuch_module_none?mode=fast", "")
                .statusCode())
        .isEqualTo(404);
    assertThat(
            send("read", "GET", "/registry/v2/endpoints/query?SecurityMode=none", "").statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    HttpResponse<String> answer = send("read", "GET", "/registry/v2/endpoints/uatnone", "");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(answer).path("Exception").asText()).isEqualTo("ResourceNotFoundException");
  }

  @Test
  void aRestRouteOfTheUserIsServedDocumentedAndReplacedWhileTheCloudRuns() throws Exception {
    assertThat(send("read", "GET", "/recipes/7", "").body()).isEqualTo("recipe 7");
    assertThat(send("read", "GET", "/openapi/routes.json", "").body())
        .contains("/recipes/{recipeId}");

    Files.writeString(routes.resolve("recipes.camel.yaml"), MINE.replace("/recipes", "/formulas"));

    await()
        .atMost(PATIENCE)
        .until(() -> send("read", "GET", "/formulas/7", "").body().equals("recipe 7"));
    assertThat(send("read", "GET", "/recipes/7", "").statusCode()).isEqualTo(404);
    assertThat(send("read", "GET", "/openapi/routes.json", "").body())
        .contains("/formulas/{recipeId}")
        .doesNotContain("/recipes/");
    assertThat(send("read", "GET", "/registry/v2/publishers", "").statusCode()).isEqualTo(200);
  }

  @Test
  void aPortThatIsTakenIsSaidInOneLine() throws Exception {
    String port = url.substring(url.lastIndexOf(':') + 1);

    CommandRun second =
        CommandRun.of("cloud", "--data=" + data, "--port=" + port, "--management-port=0");

    assertThat(second.exitCode()).isEqualTo(70);
    assertThat(second.err()).singleElement().asString().contains("Port " + port, "--port");
  }

  @Test
  void aRoleThatThereIsNotIsNamedWithThoseThatThereAre() throws Exception {
    CommandRun run = CommandRun.of("token", "--role=emperor", "--data=" + data);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(String.join(" ", run.err())).contains("emperor", "read, write, sign, administer");
  }

  @Test
  void theKeyOfTokensIsForItsOwnerOnly() throws Exception {
    assertThat(Files.getPosixFilePermissions(data.resolve("token-key.json"))).hasSize(2);
  }

  private HttpResponse<String> send(String role, String method, String path, String body)
      throws Exception {
    List<String> token = CommandRun.of("token", "--role=" + role, "--data=" + data).out();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + token.get(0))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(PATIENCE)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new ObjectMapper().readTree(answer.body());
  }
}
