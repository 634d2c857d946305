package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bactrian.cloud.security.Permission;
import org.bactrian.web.http.HttpLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits on what callers take of the server: memory, connections and time. */
class HttpLimitsTest {

  private static final int RATE = HttpLimits.DEFAULT_MAX_REQUESTS_PER_CALLER;

  private static final int CONNECTIONS = 20;
  private static final int MEMORY = 1_000_000;
  private static final Duration HEADER = Duration.ofSeconds(2);
  private static final Duration BODY = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Duration IDLE = Duration.ofSeconds(4);

  private static final String ROUTES =
      """
      - route:
          id: QueryApplications
          from:
            uri: direct:QueryApplications
            steps:
              - bean: {ref: work, method: held}
      - rest:
          id: mine
          path: /mine
          post:
            - {id: take, path: /take, to: "direct:take"}
      - route:
          id: take
          from:
            uri: direct:take
            steps:
              - bean: {ref: work, method: held}
      """;

  @TempDir private static Path data;
  private static final Work WORK = new Work();
  private static RestTestServer server;

  /** One that closes no connection for the time that it takes. */
  private static RestTestServer unhurried;

  /** Holds requests until a test lets them go. */
  public static final class Work {

    private final Semaphore begun = new Semaphore(0);
    private volatile CountDownLatch released = new CountDownLatch(0);

    /** An answer, when it is released. */
    public String held() throws InterruptedException {
      begun.release();
      assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
      return "{}";
    }
  }

  @BeforeAll
  static void open() throws Exception {
    HttpLimits limits =
        new HttpLimits(200_000, MEMORY, CONNECTIONS, RATE, HEADER, BODY, ANSWER, IDLE);
    server = RestTestServer.openWith(data, limits, "work", WORK, ROUTES);
    Duration never = Duration.ofMinutes(10);
    unhurried =
        RestTestServer.openWith(
            data.resolve("unhurried"),
            new HttpLimits(200_000, MEMORY, CONNECTIONS, RATE, never, never, never, never),
            "work",
            WORK,
            ROUTES);
  }

  @AfterAll
  static void close() {
    server.close();
    unhurried.close();
  }

  @BeforeEach
  void hold() {
    WORK.begun.drainPermits();
  }

  @AfterEach
  void release() {
    WORK.released.countDown();
  }

  private static String text(int length) {
    return "{\"applicationUri\": \"" + "x".repeat(length) + "\"}";
  }

  @Test
  void aRequestThatHasNoRoomAmongOthersIsToldToComeBackAndFindsRoomLater() throws Exception {
    WORK.released = new CountDownLatch(1);
    var first = server.postAsync(Permission.ADMINISTER, "/mine/take", text(180_000));
    assertThat(WORK.begun.tryAcquire(60, TimeUnit.SECONDS)).isTrue();

    HttpResponse<String> second = server.post(Permission.ADMINISTER, "/mine/take", text(180_000));

    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.headers().firstValue("Retry-After")).isPresent();
    WORK.released.countDown();
    assertThat(first.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        server
                            .post(Permission.ADMINISTER, "/mine/take", text(180_000))
                            .statusCode())
                    .isEqualTo(200));
  }

  @Test
  void theBodyOfACallerWhoHasGoneCountsUntilItsRouteHasEnded() throws Exception {
    WORK.released = new CountDownLatch(1);
    try (Socket gone = connect()) {
      send(gone, head("POST /mine/take", "Content-Length: 180000") + "x".repeat(180_000));
      assertThat(WORK.begun.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }

    for (int i = 0; i < 5; i++) {
      assertThat(server.post(Permission.ADMINISTER, "/mine/take", text(180_000)).statusCode())
          .isEqualTo(429);
    }

    WORK.released.countDown();
    await()
        .untilAsserted(
            () ->
                assertThat(
                        server
                            .post(Permission.ADMINISTER, "/mine/take", text(180_000))
                            .statusCode())
                    .isEqualTo(200));
  }

  @Test
  void aBodyOfUnknownLengthCountsAsItComes() throws Exception {
    String chunk = "186A0\r\n" + "x".repeat(100_000) + "\r\n";
    String head = head("POST /mine/take", "Transfer-Encoding: chunked");

    assertThat(firstLine(head + chunk + chunk + chunk + "0\r\n\r\n")).contains(" 413 ");
    assertThat(firstLine(head + chunk + "0\r\n\r\n")).contains(" 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "xyz"})
  void anEncodedBodyIsRefusedWithAProblem(String coding) throws Exception {
    HttpResponse<String> answer =
        server.send(
            server
                .request(Permission.ADMINISTER, "/mine/take")
                .header("Content-Encoding", coding)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains(coding);
  }

  @Test
  void aRequestThatIsTooLongIsAnsweredWithAProblem() throws Exception {
    assertThat(whole("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .contains(" 414 ")
        .contains("application/problem+json", "\"status\":414");
    assertThat(whole(head("GET /healthz", "X-Long: " + "x".repeat(20_000))))
        .contains(" 431 ")
        .contains("application/problem+json", "\"status\":431");
  }

  private static String whole(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(30_000);
      send(socket, request);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aQueryNeedsNoLargeBody() throws Exception {
    try (RestTestServer other =
        RestTestServer.openWith(data.resolve("other"), HttpLimits.DEFAULT, "work", WORK, ROUTES)) {
      HttpResponse<String> query =
          other.post(Permission.READ, "/registry/v2/applications/query", text(1_100_000));

      assertThat(query.statusCode()).isEqualTo(413);
      assertThat(query.body()).contains("1048576 bytes");
    }
  }

  @Test
  void aBodyOfManySmallValuesCountsForTheTreeThatItBecomes() throws Exception {
    String many = "{\"capabilities\": [" + "[],".repeat(30_000) + "[]]}";

    HttpResponse<String> answer =
        server.post(Permission.READ, "/registry/v2/applications/query", many);

    assertThat(many.length()).isLessThan(100_000);
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("bytes of memory");
  }

  @Test
  void aConnectionWhoseHeaderDoesNotComeIsClosed() throws Exception {
    try (Socket slow = connect()) {
      assertThat(isClosedAfter(slow, "GET / HTTP/1.1\r\nX-Slow: ", HEADER)).isTrue();
    }
  }

  @Test
  void aBodyThatDoesNotComeIsAnsweredAndItsConnectionClosed() throws Exception {
    try (Socket slow = connect()) {
      send(slow, head("POST /mine/take", "Content-Length: 1000"));
      assertThat(isClosedAfter(slow, "{", BODY)).isTrue();
    }
  }

  @Test
  void aConnectionThatAsksNothingMoreIsClosed() throws Exception {
    try (Socket idle = connect()) {
      send(idle, head("GET /healthz", "X-None: 0"));
      assertThat(idle.getInputStream().read()).isEqualTo('H');

      idle.setSoTimeout((int) IDLE.multipliedBy(10).toMillis());
      assertThat(readToEnd(idle)).isTrue();
    }
  }

  @Test
  void moreConnectionsThanAreTakenAreClosedAndOthersGoOn() throws Exception {
    Duration never = Duration.ofMinutes(10);
    HttpLimits limits = new HttpLimits(200_000, MEMORY, 3, RATE, never, never, never, never);
    List<Socket> open = new ArrayList<>();
    try (RestTestServer small =
        RestTestServer.openWith(data.resolve("small"), limits, "work", WORK, ROUTES)) {
      for (int i = 0; i < 6; i++) {
        open.add(connect(small));
      }
      await().until(() -> open.stream().filter(this::isClosed).count() == 3);

      for (Socket socket : open) {
        socket.close();
      }

      await()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(small.get("/healthz").statusCode()).isEqualTo(200));
    }
  }

  private boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (IOException stillOpen) {
      return stillOpen instanceof SocketException;
    }
  }

  @Test
  void aRequestWithTwoLengthsIsTheLastOfItsConnection() throws Exception {
    String smuggled =
        head(unhurried, "POST /mine/take", "Content-Length: 4\r\nTransfer-Encoding: chunked")
            + "2\r\n{}\r\n0\r\n\r\n";
    try (Socket socket = connect(unhurried)) {
      socket.setSoTimeout(60_000);
      send(socket, smuggled + head(unhurried, "GET /healthz", "X-None: 0"));

      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answers).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "xchunked", "gzip, identity", "chunked, gzip"})
  void aRequestWhoseEndNobodyCanTellIsTheLastOfItsConnection(String coding) throws Exception {
    try (Socket socket = connect(unhurried)) {
      socket.setSoTimeout(60_000);
      send(
          socket,
          head(unhurried, "POST /mine/take", "Transfer-Encoding: " + coding)
              + head(unhurried, "GET /healthz", "X-None: 0"));

      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answers).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1 ");
    }
  }

  private static Socket connect() throws IOException {
    return connect(server);
  }

  private static Socket connect(RestTestServer to) throws IOException {
    URI uri = to.request("/").build().uri();
    return new Socket(uri.getHost(), uri.getPort());
  }

  private static String head(String request, String header) {
    return head(server, request, header);
  }

  private static String head(RestTestServer to, String request, String header) {
    return request
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
        + to.token(Permission.ADMINISTER)
        + "\r\n"
        + header
        + "\r\n\r\n";
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String firstLine(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(30_000);
      send(socket, request);
      InputStream in = socket.getInputStream();
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
        line.append((char) next);
      }
      return line.toString();
    }
  }

  /**
   * Returns whether a connection on which a byte follows another is closed, well before ten times
   * that.
   */
  private static boolean isClosedAfter(Socket socket, String text, Duration time) throws Exception {
    send(socket, text);
    await()
        .atMost(time.multipliedBy(10))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              try {
                send(socket, "a");
                return false;
              } catch (IOException closed) {
                return true;
              }
            });
    return true;
  }

  private static boolean readToEnd(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // The rest of the answer.
    }
    return true;
  }
}
