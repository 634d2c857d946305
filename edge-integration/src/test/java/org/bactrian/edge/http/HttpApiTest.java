package org.bactrian.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.bactrian.edge.module.EdgeTwin;
import org.bactrian.iothub.module.TwinChange;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bactrian.web.problem.Problem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Operations as a module would have them, and a REST route of a user. */
  private static final String ROUTES =
      """
      - route:
          id: ValueRead
          from:
            uri: direct:ValueRead
            steps:
              - bean: {ref: values, method: read}
      - route:
          id: MethodMetadata
          from:
            uri: direct:MethodMetadata
            steps:
              - setBody: {constant: '{"objectId": "i=1"}'}
      - route:
          id: BrowseStream
          from:
            uri: direct:BrowseStream
            steps:
              - bean: {ref: values, method: endless}
      - rest:
          path: /mine
          get:
            - path: /greeting
              to: direct:greeting
      - route:
          from:
            uri: direct:greeting
            steps:
              - setBody: {constant: hello}
      """;

  /** Iterator that never ends and remembers that it was read and closed. */
  private static final class Endless implements Iterator<Map<String, String>>, AutoCloseable {
    private volatile Thread reader;
    private volatile Thread closer;

    @Override
    public boolean hasNext() {
      reader = Thread.currentThread();
      return true;
    }

    @Override
    public Map<String, String> next() {
      return Map.of("sourceId", "x".repeat(10_000));
    }

    @Override
    public void close() {
      closer = Thread.currentThread();
    }
  }

  private static final Endless ENDLESS = new Endless();

  /** Carries out reads of nodes that say what is to happen. */
  public static final class Values {

    public Iterator<Map<String, String>> endless() {
      return ENDLESS;
    }

    public Map<String, Object> read(byte[] request) throws Exception {
      String nodeId = JSON.readTree(request).path("request").path("nodeId").asText();
      if (nodeId.equals("missing")) {
        throw new OperationException(FaultKind.NOT_FOUND, "There is no node missing.");
      }
      return Map.of("value", nodeId, "dataType", "String");
    }
  }

  @TempDir private static Path folder;
  private static Edge edge;

  @BeforeAll
  static void start() throws Exception {
    edge = Edge.start(folder, Map.of("values", new Values()), ROUTES);
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  private static String read(String nodeId) {
    return """
    {"connection": {"endpoint": {"url": "opc.tcp://h:1"}}, "request": {"nodeId": "%s"}}
    """
        .formatted(nodeId);
  }

  @Test
  void anOperationIsCarriedOutByItsRoute() throws Exception {
    HttpResponse<String> answer = edge.post("/v2/read", read("n1"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(JSON.readTree(answer.body()))
        .isEqualTo(JSON.readTree("{\"value\": \"n1\", \"dataType\": \"String\"}"));
  }

  @Test
  void namesMayBeInAnyCase() throws Exception {
    String shouted =
        """
        {"Connection": {"Endpoint": {"Url": "opc.tcp://h:1", "securityMode": "none"}},
         "Request": {"NodeId": "n2", "BrowsePath": null}}
        """;

    assertThat(edge.post("/v2/read", shouted).body()).contains("n2");
  }

  @Test
  void aPathMayHoldADollarSign() throws Exception {
    HttpResponse<String> answer = edge.post("/v2/call/$metadata", read("n1"));

    assertThat(answer.body()).isEqualTo("{\"objectId\": \"i=1\"}");
  }

  @Test
  void whatAnOperationRefusesIsAProblemWithItsStatus() throws Exception {
    HttpResponse<String> answer = edge.post("/v2/read", read("missing"));

    JsonNode problem = problem(answer, 404);
    assertThat(problem.path("detail").asText()).isEqualTo("There is no node missing.");
    assertThat(problem.path("Exception").asText()).isEqualTo("ResourceNotFoundException");
  }

  @Test
  void nobodyComesInWithoutTheKey() throws Exception {
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(read("n1"));

    HttpResponse<String> answer = edge.send(edge.anonymous("/v2/read").POST(body));

    assertThat(problem(answer, 401).path("detail").asText()).contains("ApiKey");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("ApiKey realm=\"bactrian\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ApiKey",
        "ApiKey ",
        "ApiKey wrong",
        "Bearer KEY",
        "KEY",
        "ApiKeyKEY",
        "ApiKey KEY="
      })
  void aWrongKeyIsAsGoodAsNone(String header) throws Exception {
    HttpResponse<String> answer =
        edge.send(
            edge.anonymous("/v2/connections")
                .header("Authorization", header.replace("KEY", edge.key())));

    problem(answer, 401);
    assertThat(answer.body()).doesNotContain(edge.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/nothing", "/v2/configuration/nothing", "/v3/read", "/elsewhere"})
  void aPathThatIsNotThereIsNotFound(String path) throws Exception {
    problem(edge.get(path), 404);
    problem(edge.send(edge.anonymous(path)), 401);
  }

  @Test
  void anotherMethodThanTheOneThereIsNamesThat() throws Exception {
    HttpResponse<String> answer = edge.get("/v2/read");

    problem(answer, 405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void theBodyIsJsonAndSoIsTheAnswer() throws Exception {
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(read("n1"));

    problem(edge.send(edge.request("/v2/read").header("Content-Type", "text/xml").POST(body)), 415);
    HttpResponse<String> answer =
        edge.send(edge.request("/v2/read").header("Accept", "text/html").POST(body));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"request\": {\"nodeId\": \"n1\"}}",
        "{\"connection\": {\"endpoint\": {\"url\": \"\"}}}",
        "{\"connection\": {\"endpoint\": {\"url\": \"opc.tcp://h:1\", \"securityMode\":"
            + " \"Weak\"}}}",
        "{\"connection\": {\"endpoint\": {\"url\": \"opc.tcp://h:1\"}}} {}"
      })
  void aBodyThatTheContractDoesNotAllowIsRefused(String body) throws Exception {
    JsonNode problem = problem(edge.post("/v2/read", body), 400);

    assertThat(problem.path("errors")).isNotEmpty();
  }

  @Test
  void anOperationWithoutRouteIsNotSupported() throws Exception {
    problem(edge.post("/v2/write", read("n1").replace("\"nodeId\"", "\"value\"")), 501);
  }

  @Test
  void operationsOfDiscoveryAreReachedToo() throws Exception {
    HttpResponse<String> answer = edge.post("/v2/discovery/cancel", "{\"id\": \"nothing\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("true");
  }

  @Test
  void theCertificateOfAServerIsShownWithWhatIsInIt() throws Exception {
    try (Simulator plant =
        Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0))) {
      HttpResponse<String> answer =
          edge.post("/v2/certificate", "{\"url\": \"" + plant.endpointUrl() + "\"}");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode chain = JSON.readTree(answer.body());
      assertThat(chain.path("chain").path(0).path("thumbprint").asText()).matches("[0-9A-F]{40}");
      assertThat(chain.path("status").path(0).asText()).isEqualTo("UntrustedRoot");
    }
  }

  @Test
  void aRouteOfAUserNeedsTheKeyToo() throws Exception {
    assertThat(edge.get("/mine/greeting").body()).isEqualTo("hello");
    problem(edge.send(edge.anonymous("/mine/greeting")), 401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/openapi.json", "/v2/openapi.json", "/swagger/v2/openapi.json", "/swagger/"})
  void everyoneMayReadWhatThereIs(String path) throws Exception {
    assertThat(edge.send(edge.anonymous(path)).statusCode()).isEqualTo(200);
  }

  @Test
  void theStartPageSaysWhatIsThereAndWhereTheKeyIs() throws Exception {
    HttpResponse<String> page = edge.send(edge.anonymous("/"));

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains(
            "<title>Bactrian Edge</title>", "\"/swagger/\"", "\"/v2/openapi.json\"", "api-key");
  }

  /** In the dialog of Swagger UI, where people paste the key alone. */
  @Test
  void swaggerUiAddsTheSchemeToABareKey() throws Exception {
    assertThat(edge.send(edge.anonymous("/swagger/swagger-initializer.js")).body())
        .contains("const scheme = \"ApiKey\";")
        .doesNotContain("{{");
  }

  @Test
  void whoDoesNotTrustTheCertificateIsNotConnected() {
    HttpClient stranger = HttpClient.newHttpClient();
    HttpRequest request = edge.anonymous("/healthz").build();

    assertThatThrownBy(() -> stranger.send(request, HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void theTwinTellsHowToComeIn() throws Exception {
    EdgeTwin twin = edge.context().getRegistry().lookupByNameAndType("edgeTwin", EdgeTwin.class);

    JsonNode reported = JSON.readTree(twin.apply("{}", TwinChange.FULL));

    assertThat(reported.path("__scheme__").asText()).isEqualTo("https");
    assertThat(reported.path("__hostname__").asText()).isEqualTo("localhost");
    assertThat(reported.path("__ip__").asText()).isEqualTo("127.0.0.1");
    assertThat(reported.path("__port__").asInt()).isEqualTo(edge.port());
    assertThat(reported.path("__apikey__").asText()).isEqualTo(edge.key());
    assertThat(Base64.getDecoder().decode(reported.path("__certificate__").asText()))
        .startsWith(0x30, 0x82);
    assertThat(twin.report()).isEmpty();
  }

  @Test
  void whatACallerWhoGoesWasReadingIsClosedByItsReader() throws Exception {
    HttpRequest request =
        edge.request("/v2/browse")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"connection\":{\"endpoint\":{\"url\":\"opc.tcp://h:1\"}},\"request\":{}}"))
            .build();
    try (InputStream answer =
        edge.client().send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      assertThat(answer.readNBytes(1_000)).isNotEmpty();
    }

    await().until(() -> ENDLESS.closer != null);

    assertThat(ENDLESS.closer).isSameAs(ENDLESS.reader);
  }

  @Test
  void keyAndCertificateAreToldByOperations() {
    var template = edge.context().createProducerTemplate();

    assertThat(template.requestBody("direct:GetServerCertificate", "", JsonNode.class).asText())
        .startsWith("-----BEGIN CERTIFICATE-----")
        .doesNotContain("PRIVATE");
    assertThat(template.requestBody("direct:GetApiKey", "", JsonNode.class).asText())
        .matches("[A-Za-z0-9+/]{43}=");
  }

  private static JsonNode problem(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    return problem;
  }
}
