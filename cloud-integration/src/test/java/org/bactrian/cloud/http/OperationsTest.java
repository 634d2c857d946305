package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.bactrian.cloud.security.Permission;
import org.bactrian.web.problem.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsTest {

  private static final String GET_APPLICATION =
      """
      - route:
          id: get
          from:
            uri: direct:GetApplicationRegistration
            steps:
              - setBody:
                  simple: '{"application": {"applicationId": "${header.applicationId}", "siteId": "${header.BactrianCaller}"}}'
      """;
  private static final String DISCOVER =
      """
      - route:
          id: discover
          from:
            uri: direct:DiscoverServer
            steps:
              - to:
                  uri: mock:discover
      """;

  @TempDir private Path data;
  private RestTestServer server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aRequestForAnOperationGetsWhatItsRouteLeaves() throws Exception {
    server = RestTestServer.open(data, GET_APPLICATION);

    HttpResponse<String> answer = server.get(Permission.READ, "/registry/v2/applications/uas1");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode application = new ObjectMapper().readTree(answer.body()).path("application");
    assertThat(application.path("applicationId").asText()).isEqualTo("uas1");
    assertThat(application.path("siteId").asText()).as("the caller").isEqualTo("ann");
  }

  @Test
  void anIdOfAnyCharactersArrivesAsItIs() throws Exception {
    server = RestTestServer.open(data, GET_APPLICATION);

    HttpResponse<String> answer =
        server.get(Permission.READ, "/registry/v2/applications/a%20b%2Fc+d%25:$%C3%BC");

    assertThat(new ObjectMapper().readTree(answer.body()).at("/application/applicationId").asText())
        .isEqualTo("a b/c+d%:$ü");
  }

  @Test
  void anOperationThatNoRouteCarriesOutSaysSo() throws Exception {
    server = RestTestServer.open(data, GET_APPLICATION);

    HttpResponse<String> answer = server.get(Permission.READ, "/registry/v2/applications");

    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(problem(answer).path("detail").asText())
        .isEqualTo("No route carries out GetListOfApplications.");
  }

  @Test
  void aRequestThatItsContractDoesNotAllowIsToldEverythingThatIsWrong() throws Exception {
    server = RestTestServer.open(data, DISCOVER);

    HttpResponse<String> answer =
        server.post(
            Permission.ADMINISTER,
            "/registry/v2/applications/discover",
            """
            {"discovery": "Everywhere", "configuration": {"maxPortProbes": "many"}}
            """);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(problem(answer).path("errors")).hasSize(2);
    assertThat(problem(answer).path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("/discovery", "/configuration/maxPortProbes");
    assertThat(problem(answer).path("Message").asText()).contains("/discovery: ", "maxPortProbes");
  }

  private static JsonNode problem(HttpResponse<String> answer) throws Exception {
    assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
    return problem;
  }
}
