package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.bactrian.cloud.security.Permission;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.web.problem.Problem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

  private static final String ROUTES =
      """
      - route:
          id: fail
          from:
            uri: direct:GetListOfApplications
            steps:
              - to: direct:inner
      - route:
          id: query
          from:
            uri: direct:QueryApplications
            steps:
              - to: direct:inner
      - route:
          id: inner
          from:
            uri: direct:inner
            steps:
              - bean: {ref: faulty, method: fail}
      - route:
          id: event
          from:
            uri: direct:event
            steps:
              - bean: {ref: faulty, method: fail}
      - rest:
          id: mine
          path: /mine
          get:
            - id: broken
              path: /broken
              to: direct:inner
      """;

  private static final String APPLICATIONS = "/registry/v2/applications";

  @TempDir private static Path data;
  private static final Faulty FAULTY = new Faulty();
  private static RestTestServer server;

  /** A bean that fails as it is told to. */
  public static final class Faulty {
    private volatile Exception failure = new IllegalStateException();

    /** Fails. */
    public void fail(Exchange exchange) throws Exception {
      throw failure;
    }
  }

  @BeforeAll
  static void open() throws Exception {
    server = RestTestServer.openWith(data, "faulty", FAULTY, ROUTES);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new OperationException(FaultKind.NOT_FOUND, "why"), 404, "ResourceNotFoundException"),
        Arguments.of(
            new OperationException(FaultKind.INVALID_STATE, "why"),
            403,
            "ResourceInvalidStateException"),
        Arguments.of(
            new OperationException(FaultKind.CONFLICT, "why"), 409, "ConflictingResourceException"),
        Arguments.of(
            new OperationException(FaultKind.OUT_OF_DATE, "why"),
            412,
            "ResourceOutOfDateException"),
        Arguments.of(new OperationException(FaultKind.TIMEOUT, "why"), 408, "TimeoutException"),
        Arguments.of(
            new OperationException(FaultKind.BAD_REQUEST, "why"), 400, "BadRequestException"),
        Arguments.of(
            new OperationException(FaultKind.COMMUNICATION, "why"), 502, "CommunicationException"),
        Arguments.of(
            new OperationException(FaultKind.NOT_SUPPORTED, "why"), 501, "NotSupportedException"),
        Arguments.of(
            new OperationException(FaultKind.MODULE_OFFLINE, "why"),
            503,
            "ExternalDependencyException"),
        Arguments.of(
            new OperationException(FaultKind.EXTERNAL_DEPENDENCY, "why"),
            503,
            "ExternalDependencyException"),
        Arguments.of(new OperationException(FaultKind.BUSY, "why"), 429, "ServerBusyException"),
        Arguments.of(
            OperationException.refusedByModule(404, "why", ""), 404, "MethodCallStatusException"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureHasTheStatusThatClientsKnow(Exception failure, int status, String name)
      throws Exception {
    for (String path : new String[] {"/registry/v2/applications", "/mine/broken"}) {
      FAULTY.failure = failure;

      JsonNode problem = problem(server.get(Permission.READ, path), status);

      assertThat(problem.path("detail").asText()).isEqualTo("why");
      assertThat(problem.path("Message").asText()).isEqualTo("why");
      assertThat(problem.path("Exception").asText()).isEqualTo(name);
      assertThat(problem.path("instance").asText()).isEqualTo(path);
    }
  }

  /** Exceptions of beans or libraries where version 2.8 threw an exception of its own. */
  private static final Map<String, Exception> THROWN =
      Map.ofEntries(
          Map.entry("ResourceNotFound", new OperationException(FaultKind.NOT_FOUND, "why")),
          Map.entry("ResourceInvalidState", new OperationException(FaultKind.INVALID_STATE, "why")),
          Map.entry("ConflictingResource", new OperationException(FaultKind.CONFLICT, "why")),
          Map.entry("MethodCallStatus", OperationException.refusedByModule(423, "why", "")),
          Map.entry("BadRequest", new OperationException(FaultKind.BAD_REQUEST, "why")),
          Map.entry("NotSupported", new OperationException(FaultKind.NOT_SUPPORTED, "why")),
          Map.entry("Timeout", new OperationException(FaultKind.TIMEOUT, "why")),
          Map.entry("Socket", new ConnectException("why")),
          Map.entry("Communication", new OperationException(FaultKind.COMMUNICATION, "why")),
          Map.entry("ServerBusy", new OperationException(FaultKind.BUSY, "why")),
          Map.entry("ResourceOutOfDate", new OperationException(FaultKind.OUT_OF_DATE, "why")),
          Map.entry(
              "ExternalDependency", new OperationException(FaultKind.EXTERNAL_DEPENDENCY, "why")),
          Map.entry("anything else", new ArithmeticException("why")));

  /** Requests that the server refuses by itself. */
  private static final Map<String, Request> REFUSED =
      Map.of(
          "UnauthorizedAccess", () -> server.get(APPLICATIONS),
          "Security",
              () -> server.send(server.request(APPLICATIONS).header("Authorization", "Bearer x")),
          "Serializer", () -> server.post(Permission.READ, APPLICATIONS + "/query", "{]"),
          "Argument (also null and range)",
              () -> server.get(Permission.READ, APPLICATIONS + "?pageSize=none"),
          "NotImplemented", () -> server.get(Permission.READ, "/registry/v2/endpoints"));

  /** Ours is 502: what a module answers wrongly, its caller cannot mend. */
  private static final String MODULES_FAULT = "MethodCall";

  private interface Request {
    HttpResponse<String> send() throws Exception;
  }

  static Stream<Arguments> rowsOfVersion2Dot8() throws Exception {
    JsonNode table;
    try (InputStream golden = FailuresTest.class.getResourceAsStream("/golden/errors.json")) {
      table = new ObjectMapper().readTree(golden).path("map");
    }
    List<Arguments> rows = new ArrayList<>();
    for (JsonNode row : table) {
      for (JsonNode name : row.path("exception")) {
        if (!name.asText().equals(MODULES_FAULT)) {
          rows.add(Arguments.of(name.asText(), row.path("status").asInt(423)));
        }
      }
    }
    assertThat(rows).hasSize(THROWN.size() + REFUSED.size());
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("rowsOfVersion2Dot8")
  void aCallerOfVersion2Dot8FindsTheSameStatus(String name, int status) throws Exception {
    Request request = REFUSED.get(name);
    if (request == null) {
      FAULTY.failure = new CompletionException(new ExecutionException(THROWN.get(name)));
      request = () -> server.get(Permission.READ, APPLICATIONS);
    }

    problem(request.send(), status);
  }

  @Test
  void whatIsWorthAskingAgainSaysWhen() throws Exception {
    FAULTY.failure = new OperationException(FaultKind.MODULE_OFFLINE, "the module sleeps");
    HttpResponse<String> answer = server.get(Permission.READ, "/registry/v2/applications");
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");

    FAULTY.failure = OperationException.refusedByModule(503, "The module is starting.", "");
    answer = server.get(Permission.READ, "/registry/v2/applications");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();

    FAULTY.failure = new OperationException(FaultKind.NOT_FOUND, "it is gone");
    answer = server.get(Permission.READ, "/registry/v2/applications");
    assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void aRequestThatMeetsTheReplacementOfItsRouteIsToBeSentAgain() throws Exception {
    FAULTY.failure = new RejectedExecutionException();

    HttpResponse<String> response = server.get(Permission.READ, "/registry/v2/applications");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void whatAModuleSaidReachesTheCallerUnderItsStatus() throws Exception {
    FAULTY.failure =
        OperationException.refusedByModule(409, "The node is locked.", "{\"by\":\"eve\"}");

    JsonNode problem = problem(server.get(Permission.READ, "/registry/v2/applications"), 409);

    assertThat(problem.path("detail").asText()).isEqualTo("The node is locked. {\"by\":\"eve\"}");
  }

  @Test
  void aFailureIsFoundInWhatItIsWrappedIn() throws Exception {
    FAULTY.failure =
        new CamelExecutionException(
            "outer",
            null,
            new RuntimeException(new OperationException(FaultKind.CONFLICT, "inner")));
    assertThat(
            problem(server.get(Permission.READ, "/registry/v2/applications"), 409)
                .path("detail")
                .asText())
        .isEqualTo("inner");

    FAULTY.failure = new RuntimeException(new ConnectException("10.1.2.3 refused"));
    problem(server.get(Permission.READ, "/registry/v2/applications"), 502);

    FAULTY.failure = new TimeoutException("10.1.2.3");
    problem(server.get(Permission.READ, "/registry/v2/applications"), 408);
  }

  @Test
  void aDefectTellsItsCallerNothingOfTheInside() throws Exception {
    FAULTY.failure = new IllegalStateException("password=hunter2");
    for (String path : new String[] {"/registry/v2/applications", "/mine/broken"}) {
      HttpResponse<String> answer = server.get(Permission.READ, path);

      problem(answer, 500);
      assertThat(answer.body()).doesNotContain("hunter2", "org.bactrian", "\\tat ");
    }
  }

  @Test
  void aRouteThatTakesEventsSeesItsFailure() {
    FAULTY.failure = new OperationException(FaultKind.NOT_FOUND, "why");

    assertThatThrownBy(
            () -> server.context().createProducerTemplate().requestBody("direct:event", "an event"))
        .isInstanceOf(CamelExecutionException.class)
        .cause()
        .hasFieldOrPropertyWithValue("kind", FaultKind.NOT_FOUND);
  }

  private static JsonNode problem(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    return problem;
  }
}
