package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.bactrian.cloud.security.Permission;
import org.bactrian.web.http.RestServer;
import org.bactrian.web.problem.Problem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class HttpErrorsTest {

  private static final int LIMIT = 2_000;
  private static final String ROUTES =
      """
      - route:
          id: query
          from:
            uri: direct:QueryApplications
            steps:
              - setBody: {constant: "{}"}
      - rest:
          id: mine
          path: /mine
          get:
            - id: thing
              path: /thing/{thingId}
              to: direct:thing
          put:
            - id: changeThing
              path: /thing/{thingId}
              to: direct:change
      - route:
          id: thing
          from:
            uri: direct:thing
            steps:
              - setBody: {constant: "a thing"}
      - route:
          id: change
          from:
            uri: direct:change
            steps:
              - setBody: {constant: "another thing"}
      """;

  @TempDir private static Path data;
  private static RestTestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = RestTestServer.openFor(data, LIMIT, ROUTES);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void aPathThatIsNothingIsNotFoundUnderAServiceAndElsewhere() throws Exception {
    assertProblem(server.get(Permission.READ, "/registry/v2/nonsense"), 404);
    assertProblem(server.get(Permission.READ, "/registry/v2"), 404);
    assertProblem(server.get(Permission.READ, "/nonsense"), 404);
    assertProblem(server.get(Permission.READ, "/registry/v2/../../etc/passwd"), 404);
  }

  @Test
  void aMethodThatAPathDoesNotHaveIsToldThoseThatItHas() throws Exception {
    HttpResponse<String> answer =
        server.send(
            server
                .request(Permission.ADMINISTER, "/registry/v2/applications/uas1")
                .PUT(HttpRequest.BodyPublishers.ofString("{}")));

    assertProblem(answer, 405);
    assertThat(answer.headers().firstValue("Allow")).contains("DELETE, GET, PATCH");
  }

  @Test
  void aUsersRouteAnswersTheSameWay() throws Exception {
    assertThat(server.get(Permission.READ, "/mine/thing/5").body()).isEqualTo("a thing");

    HttpResponse<String> answer =
        server.send(server.request(Permission.ADMINISTER, "/mine/thing/5").DELETE());

    assertProblem(answer, 405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, PUT");
  }

  @Test
  void routesOfTheUserThatHangHoldUpNoOperation(@TempDir Path other) throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger hanging = new AtomicInteger();
    Processor hang =
        exchange -> {
          hanging.incrementAndGet();
          goOn.await();
        };
    String wait =
        """
        - rest:
            path: /mine
            get:
              - path: /wait
                to: direct:wait
        - route:
            id: wait
            from:
              uri: direct:wait
              steps:
                - process: {ref: hang}
        """;
    try (RestTestServer busy = RestTestServer.openWith(other, "hang", hang, ROUTES, wait)) {
      try {
        HttpClient callers = HttpClient.newHttpClient();
        for (int i = 0; i < 70; i++) {
          callers.sendAsync(
              busy.request(Permission.READ, "/mine/wait").build(), BodyHandlers.discarding());
        }
        await().untilAsserted(() -> assertThat(hanging).hasValueGreaterThanOrEqualTo(64));

        assertThat(busy.post(Permission.READ, "/registry/v2/applications/query", "{}").statusCode())
            .isEqualTo(200);
      } finally {
        goOn.countDown();
      }
    }
  }

  @Test
  void aBodyThatIsNotJsonIsRefused() throws Exception {
    assertProblem(
        server.send(
            server
                .request(Permission.READ, "/registry/v2/applications/query")
                .header("Content-Type", "application/xml")
                .POST(HttpRequest.BodyPublishers.ofString("<query/>"))),
        415);
  }

  @Test
  void otherFormsOfJsonAreTaken() throws Exception {
    for (String type : new String[] {"text/json", "application/json-patch+json; charset=utf-8"}) {
      HttpResponse<String> answer =
          server.send(
              server
                  .request(Permission.READ, "/registry/v2/applications/query")
                  .header("Content-Type", type)
                  .header("Accept", "text/plain, application/json;q=0.5")
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));

      assertThat(answer.statusCode()).as(type).isEqualTo(200);
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    String large = "{\"locale\": \"" + "x".repeat(LIMIT) + "\"}";

    HttpResponse<String> answer =
        server.post(Permission.READ, "/registry/v2/applications/query", large);

    assertProblem(answer, 413);
  }

  @Test
  void aBodyThatIsMuchTooLargeIsTheMatterOfItsSender() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    log.start();
    root.addAppender(log);
    try {
      for (String length : List.of("Content-Length: 60000000", "Transfer-Encoding: chunked")) {
        assertThat(firstLineOfAnswerTo(length)).as(length).startsWith("HTTP/1.1 413 ");
      }
      // The server sees after that that the caller has gone.
      await().during(Duration.ofMillis(500)).until(() -> warnings(log).isEmpty());
    } finally {
      root.detachAppender(log);
    }
  }

  private static List<ILoggingEvent> warnings(ListAppender<ILoggingEvent> log) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .toList();
  }

  /** Sends a body of 60 MB as far as it is taken, and goes when there is an answer. */
  private static String firstLineOfAnswerTo(String length) throws IOException {
    URI uri = server.request("/").build().uri();
    String head =
        """
        POST /registry/v2/applications/query HTTP/1.1
        Host: localhost
        Authorization: Bearer %s
        Content-Type: application/json
        %s

        """
            .formatted(server.token(Permission.READ), length);
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(ascii(head));
      CompletableFuture.runAsync(() -> sendSixtyMegabytes(out, length.endsWith("chunked")));
      InputStreamReader answer =
          new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
      return new BufferedReader(answer).readLine();
    }
  }

  private static void sendSixtyMegabytes(OutputStream out, boolean chunked) {
    byte[] megabyte = new byte[1_000_000];
    Arrays.fill(megabyte, (byte) ' ');
    try {
      for (int i = 0; i < 60; i++) {
        out.write(chunked ? ascii("F4240\n") : new byte[0]);
        out.write(megabyte);
        out.write(chunked ? ascii("\n") : new byte[0]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The server takes no more", e);
    }
  }

  private static byte[] ascii(String lines) {
    return lines.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aRequestThatIsNotJsonIsToldWhere() throws Exception {
    HttpResponse<String> answer =
        server.post(Permission.READ, "/registry/v2/applications/query?pageSize=none", "{]");

    JsonNode problem = assertProblem(answer, 400);
    assertThat(problem.path("detail").asText())
        .contains("pageSize: 'none' is not a whole number", "line 1, column 2");
  }

  @Test
  void nothingOfARequestComesBackInTheHeadersOfItsAnswer() throws Exception {
    HttpResponse<String> answer =
        server.send(
            server
                .request(Permission.READ, "/registry/v2/applications/query?pageSize=5&other=1")
                .header("X-Mine", "secret")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map())
        .doesNotContainKeys("x-mine", "pagesize", "other", "authorization", "bactriancaller");
  }

  @Test
  void requestsAreRefusedForAMomentUntilTheCloudHasStarted() throws Exception {
    try (RestTestServer closed = RestTestServer.closed(data)) {
      HttpResponse<String> answer = closed.get(Permission.READ, "/registry/v2/applications");

      assertProblem(answer, 503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("2");
    }
  }

  @Test
  void nothingIsTakenForAbsentUntilTheRoutesAreIn(@TempDir Path other) throws Exception {
    try (RestTestServer loading = RestTestServer.closed(other)) {
      RestServer.awaitRoutes(loading.context());
      loading.context().start();
      for (String path : List.of("/healthz", "/mine/thing/5", "/openapi.json")) {
        HttpResponse<String> answer = loading.get(Permission.READ, path);
        assertProblem(answer, 503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
      }

      RestServer.serve(loading.context());

      assertThat(loading.get("/healthz").statusCode()).isEqualTo(200);
      assertProblem(loading.get(Permission.READ, "/mine/thing/5"), 404);
    }
  }

  @Test
  void anOperationWhoseServiceDoesNotRunIsWorthAskingForAgain() throws Exception {
    server.context().getRouteController().stopRoute(server.restRouteId());
    try {
      HttpResponse<String> answer =
          server.post(Permission.READ, "/registry/v2/applications/query", "{}");

      assertProblem(answer, 503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("2");
    } finally {
      server.context().getRouteController().startRoute(server.restRouteId());
    }
    assertThat(server.post(Permission.READ, "/registry/v2/applications/query", "{}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void onlyThisMachineReachesTheServer() throws Exception {
    int port = server.request("/").build().uri().getPort();
    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(network.getInetAddresses())) {
        if (network.isUp() && !address.isLoopbackAddress()) {
          assertThat(accepts(address, port)).as(address.toString()).isFalse();
        }
      }
    }
    assertThat(accepts(InetAddress.getByName("127.0.0.1"), port)).isTrue();
  }

  private static boolean accepts(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static JsonNode assertProblem(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .as(answer.body())
        .contains(Problem.MEDIA_TYPE);
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("detail").asText()).isNotBlank();
    return problem;
  }
}
