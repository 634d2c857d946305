package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bactrian.cloud.security.Permission;
import org.bactrian.web.problem.Problem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of clients of Azure Industrial IoT that ASP.NET Core takes. */
class UpstreamClientsTest {

  private static final String PAGE = "https://console.example";

  private static final String ROUTES =
      """
      - route:
          id: QueryApplications
          from:
            uri: direct:QueryApplications
            steps:
              - convertBodyTo: {type: String}
      - route:
          id: GetApplicationRegistration
          from:
            uri: direct:GetApplicationRegistration
            steps:
              - setBody: {simple: '{"applicationId": "${header.applicationId}"}'}
      - route:
          id: SetDiscoveryMode
          from:
            uri: direct:SetDiscoveryMode
            steps:
              - setBody: {simple: '"${header.mode}"'}
              - setHeader: {name: X-Mode, simple: "${header.mode}"}
      """;

  @TempDir private static Path data;
  private static RestTestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = RestTestServer.openTo(data, List.of(PAGE), ROUTES);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/json",
        "application/*+json",
        "application/problem+json",
        "application/xml",
        "image/png",
        "application/json;q=0",
        "nonsense"
      })
  void whateverIsAcceptedTheAnswerIsJson(String accepted) throws Exception {
    HttpResponse<String> answer =
        server.send(
            server
                .request(Permission.READ, "/registry/v2/applications/uas1")
                .header("Accept", accepted));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body()).isEqualTo("{\"applicationId\": \"uas1\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/healthz", "/registry/healthz", "/twin/healthz", "/Registry/Healthz", "/HEALTHZ"})
  void healthOfEachServiceNeedsNoToken(String path) throws Exception {
    HttpResponse<String> answer = server.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("Healthy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Registry/V2/Applications/UAS1",
        "/REGISTRY/v2/applications/UAS1",
        "/registry/v2/APPLICATIONS/UAS1/?a=/registry"
      })
  void theCaseOfAPathDoesNotMatterAndThatOfAnIdDoes(String path) throws Exception {
    assertThat(server.get(Permission.READ, path).body()).isEqualTo("{\"applicationId\": \"UAS1\"}");
  }

  @Test
  void theCaseOfAPathOpensNoWayAroundARole() throws Exception {
    HttpResponse<String> answer =
        server.send(
            server
                .request(Permission.READ, "/REGISTRY/v2/Applications/uas1")
                .method("DELETE", HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(server.get("/REGISTRY/v2/Applications/uas1").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "0, Server",
    "'\"2\"', ClientAndServer",
    "3, DiscoveryServer",
    "'\"client\"', Client"
  })
  void anEnumerationOfABodyMayBeGivenByItsNumber(String written, String meant) throws Exception {
    HttpResponse<String> answer =
        server.post(
            Permission.READ,
            "/registry/v2/applications/query",
            "{\"applicationType\": " + written + "}");

    assertThat(answer.body()).isEqualTo("{\"applicationType\":\"" + meant + "\"}");
  }

  @Test
  void aNumberThatIsNoneOfAnEnumerationIsABadRequest() throws Exception {
    HttpResponse<String> answer =
        server.post(Permission.READ, "/registry/v2/applications/query", "{\"applicationType\": 4}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("/applicationType");
  }

  @ParameterizedTest
  @CsvSource({"4, Scan", "0, Off", "fast, Fast"})
  void anEnumerationOfAQueryMayBeGivenByItsNumber(String written, String meant) throws Exception {
    HttpResponse<String> answer =
        server.post(Permission.ADMINISTER, "/registry/v2/discovery/d1?mode=" + written, "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Mode")).contains(meant);
  }

  @Test
  void aPageOfAListedOriginMayAskAndCall() throws Exception {
    HttpResponse<String> asked = preflight(PAGE);
    HttpResponse<String> called =
        server.send(
            server
                .request(Permission.READ, "/registry/v2/applications/uas1")
                .header("Origin", PAGE));

    assertThat(asked.statusCode()).isBetween(200, 204);
    assertThat(asked.headers().firstValue("Access-Control-Allow-Origin")).contains(PAGE);
    assertThat(asked.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
        .contains("PATCH");
    assertThat(asked.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .containsIgnoringCase("authorization");
    assertThat(called.statusCode()).isEqualTo(200);
    assertThat(called.headers().firstValue("Access-Control-Allow-Origin")).contains(PAGE);
  }

  @Test
  void aPageOfAnotherOriginIsNotLetInAndOneOfTheServerItselfIsNotKeptOut() throws Exception {
    HttpResponse<String> asked = preflight("https://evil.example");
    HttpResponse<String> own =
        server.send(
            server
                .request(Permission.READ, "/registry/v2/applications/uas1")
                .header("Origin", "http://localhost:9080"));

    assertThat(asked.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(asked.statusCode()).isEqualTo(401);
    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(own.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void noOriginIsListedUnlessSomebodyDoes(@TempDir Path other) throws Exception {
    try (RestTestServer usual = RestTestServer.open(other, ROUTES)) {
      HttpResponse<String> asked =
          usual.send(
              usual
                  .request("/registry/v2/applications/uas1")
                  .header("Origin", PAGE)
                  .header("Access-Control-Request-Method", "GET")
                  .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

      assertThat(asked.statusCode()).isEqualTo(401);
      assertThat(asked.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  private static HttpResponse<String> preflight(String origin) throws Exception {
    return server.send(
        server
            .request("/registry/v2/applications/uas1")
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "PATCH")
            .header("Access-Control-Request-Headers", "authorization,content-type")
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/registry/v2/applications/%zz",
        "/%",
        "/%a",
        "/mine/%zz",
        "/registry/v2/applications?continuationToken=%zz"
      })
  void aPathThatIsNotEncodedAsUrlsAreIsABadRequest(String path) throws Exception {
    String answer = raw("GET " + path);

    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .containsIgnoringCase(Problem.MEDIA_TYPE)
        .containsIgnoringCase("X-Content-Type-Options: nosniff");
    JsonNode problem = new ObjectMapper().readTree(answer.substring(answer.indexOf('{')));
    assertThat(problem.path("status").asInt()).isEqualTo(400);
    assertThat(problem.path("detail").asText()).contains("%25");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/swagger/bar%2F..%2Findex.html",
        "/swagger/bar%2f..%2f..%2findex.html",
        "/swagger/bar/../index.html",
        "/swagger/..%2F..%2Fopenapi.json",
        "/swagger/%2e%2e/%2e%2e/etc/passwd",
        "/swagger/..%5C..%5Cindex.html",
        "/swagger//index.html",
        "/swagger/index.html%2f",
        "/swagger/index%2ehtml",
        "/swagger/index.html/",
        "/Swagger/",
        "/openapi.json%2F..",
        "/healthz%2F..%2Fhealthz"
      })
  void noPathTakesThePublicPagesFromOthers(String path) throws Exception {
    String answer = raw("GET " + path);

    assertThat(answer)
        .startsWith("HTTP/1.1 ")
        .doesNotContain("root:")
        .doesNotContain("<title>Swagger UI</title>");
    assertThat(server.get("/swagger/").statusCode()).isEqualTo(200);
    assertThat(server.get("/swagger/index.html").statusCode()).isEqualTo(200);
    assertThat(server.get("/openapi.json").statusCode()).isEqualTo(200);
    assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
  }

  /** The answer to a request that Java's client would not send. */
  private static String raw(String request) throws IOException {
    URI uri = server.request("/").build().uri();
    String head =
        " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
            + server.token(Permission.READ)
            + "\r\n\r\n";
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      out.write((request + head).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
