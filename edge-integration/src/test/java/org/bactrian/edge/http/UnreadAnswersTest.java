package org.bactrian.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who ask and never read bound neither the memory of the edge nor its connections. */
class UnreadAnswersTest {

  /** More than the kernel takes of a connection, 4 MB as a rule. */
  private static final int ANSWER = 8_000_000;

  private static final int MEMORY = 20_000_000;
  private static final Duration TIME = Duration.ofSeconds(15);

  private static final int RECEIVE_BUFFER = 16_384;

  private static final String ROUTES =
      """
      - rest:
          id: mine
          path: /mine
          get:
            - {id: large, path: /large, to: "direct:large"}
            - {id: larger, path: /larger, to: "direct:larger"}
      - route:
          id: large
          from:
            uri: direct:large
            steps:
              - bean: {ref: answers, method: large}
      - route:
          id: larger
          from:
            uri: direct:larger
            steps:
              - bean: {ref: answers, method: larger}
      """;

  @TempDir private static Path folder;
  private static final Answers ANSWERS = new Answers();
  private static Edge edge;

  private final List<Socket> sockets = new ArrayList<>();

  /** Answers that are too large for the buffers of a connection. */
  public static final class Answers {

    private final AtomicInteger made = new AtomicInteger();

    public byte[] large() {
      made.incrementAndGet();
      return new byte[ANSWER];
    }

    public byte[] larger() {
      return new byte[MEMORY + 1];
    }
  }

  @BeforeAll
  static void start() throws Exception {
    edge =
        Edge.start(
            folder,
            Map.of("answers", ANSWERS),
            ROUTES,
            "--unsecurehttp=0",
            "--http-max-bytes-in-flight=" + MEMORY,
            "--http-answer-timeout=" + TIME.toSeconds());
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @AfterEach
  void disconnect() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answersThatNobodyReadsAreBoundedAndTheirConnectionsClosed(boolean tls) throws Exception {
    ANSWERS.made.set(0);
    for (int i = 0; i < 4; i++) {
      ask(connect(tls), "/mine/large");
    }
    await().until(() -> ANSWERS.made.get() >= 4);

    HttpResponse<String> refused = edge.get("/mine/large");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(refused.body()).contains("was carried out");
    await()
        .atMost(TIME.multipliedBy(20))
        .untilAsserted(() -> assertThat(edge.get("/mine/large").statusCode()).isEqualTo(200));
    for (Socket socket : sockets) {
      assertThat(isRefusedOrCutOff(socket)).isTrue();
    }
  }

  @Test
  void requestsOfACallerWhoReadsNoAnswerWaitUntilItDoes() throws Exception {
    ANSWERS.made.set(0);
    Socket socket = connect(false);
    for (int i = 0; i < 4; i++) {
      ask(socket, "/mine/large");
    }
    ask(socket, "/healthz");
    await().until(() -> ANSWERS.made.get() >= 1);

    byte[] first = socket.getInputStream().readNBytes(ANSWER / 2);

    assertThat(new String(first, 0, 15, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
    assertThat(ANSWERS.made).hasValue(1);
    readUntil(socket.getInputStream(), "Healthy");
    assertThat(ANSWERS.made).hasValue(4);
  }

  @Test
  void anAnswerThatNeverFitsIsAProblemThatTellsToAskForLess() throws Exception {
    HttpResponse<String> answer = edge.get("/mine/larger");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("Answer too large").contains("Ask for less at once");
  }

  private Socket connect(boolean tls) throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    int port = tls ? edge.port() : edge.api().plainPort().orElseThrow();
    socket.connect(new InetSocketAddress("localhost", port));
    Socket connected =
        tls
            ? edge.trust().getSocketFactory().createSocket(socket, "localhost", port, true)
            : socket;
    connected.setSoTimeout(60_000);
    sockets.add(connected);
    return connected;
  }

  private static void ask(Socket socket, String path) throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: ApiKey %s\r\n\r\n"
            .formatted(path, edge.key());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Returns whether a caller was told to come back, or its answer ended before it was whole. */
  private static boolean isRefusedOrCutOff(Socket socket) throws IOException {
    try {
      String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return status.endsWith(" 429") || socket.getInputStream().readAllBytes().length < ANSWER;
    } catch (SocketTimeoutException open) {
      throw open;
    } catch (IOException closed) {
      return true;
    }
  }

  private static void readUntil(InputStream in, String words) throws IOException {
    byte[] part = new byte[1 << 16];
    String seen = "";
    while (!seen.contains(words)) {
      int read = in.read(part);
      assertThat(read).as("bytes before the end").isPositive();
      String tail = seen.substring(Math.max(0, seen.length() - words.length()));
      seen = tail + new String(part, 0, read, StandardCharsets.ISO_8859_1);
    }
  }
}
