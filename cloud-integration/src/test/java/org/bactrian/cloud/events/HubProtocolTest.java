package org.bactrian.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.bactrian.cloud.security.Permission;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages and tokens of clients of the event hubs, and the refusal of others. */
class HubProtocolTest {

  private static final String PUBLISHERS = "/events/v2/publishers/events";

  @TempDir static Path folder;
  private static EventsTestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        new EventsTestServer(
            folder,
            Map.of(
                "bactrian.events.queue-messages", "3000",
                "bactrian.events.handshake-timeout", "6000"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HubClient open() {
    return HubClient.open(server.replica, PUBLISHERS, Permission.READ);
  }

  @Test
  void aHandshakeThatDoesNotComeIsNotWaitedFor() {
    try (HubClient client = open()) {
      assertThat(client.awaitClosed()).isEqualTo(1008);
      assertThat(client.records().get(0).path("error").asText()).contains("did not come in time");
    }
  }

  @Test
  void anotherProtocolIsRefusedWithTheOneThatThereIs() {
    try (HubClient client = open()) {
      client.send("{\"protocol\":\"messagepack\",\"version\":1}\u001e");

      assertThat(client.awaitClosed()).isEqualTo(1008);
      assertThat(client.records().get(0).path("error").asText()).contains("json and no other");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no json\u001e", "[1]\u001e", "{\"type\":\u001e"})
  void whatIsNoRecordEndsTheConnectionWithTheReason(String text) throws Exception {
    try (HubClient client = HubClient.connect(server.replica, PUBLISHERS)) {
      client.send(text);

      assertThat(client.awaitClose().path("error").asText()).contains("JSON object");
      assertThat(client.awaitClose().has("allowReconnect")).isFalse();
      assertThat(client.awaitClosed()).isEqualTo(1008);
    }
  }

  @Test
  void aRecordThatDoesNotEndIsNotCollectedForEver() throws Exception {
    try (HubClient client = HubClient.connect(server.replica, PUBLISHERS)) {
      for (int i = 0; i < 5; i++) {
        client.send("x".repeat(4_000));
      }

      assertThat(client.awaitClose().path("error").asText()).contains("U+001E");
    }
  }

  @Test
  void aHugeMessageEndsTheConnection() throws Exception {
    try (HubClient client = HubClient.connect(server.replica, PUBLISHERS)) {
      client.send("x".repeat(200_000));

      assertThat(client.awaitClose().path("error").asText()).contains("larger than the hub reads");
      assertThat(client.awaitClosed()).isEqualTo(1008);
    }
  }

  @Test
  void aBinaryMessageIsRefused() throws Exception {
    try (HubClient client = HubClient.connect(server.replica, PUBLISHERS)) {
      client.sendBinary(new byte[] {1, 2, 3});

      assertThat(client.awaitClose().path("error").asText()).contains("text messages");
    }
  }

  @Test
  void aClientThatCallsMethodsAndReadsNoAnswerIsDropped() throws Exception {
    String calls =
        "{\"type\":1,\"invocationId\":\"%s\",\"target\":\"Send\",\"arguments\":[]}\u001e"
            .formatted("x".repeat(1_000))
            .repeat(10);
    try (HubClient client = HubClient.connect(server.replica, PUBLISHERS)) {
      client.stopReading();
      for (int sent = 0; sent < 20_000_000; sent += calls.length()) {
        client.send(calls);
      }
      client.readAgain();

      assertThat(client.awaitClose().path("error").asText()).contains("does not read the answers");
    }
  }

  @Test
  void aMethodThatIsCalledIsAnsweredWithAnErrorAndTheConnectionStays() throws Exception {
    try (HubClient client = HubClient.connect(server.replica, PUBLISHERS)) {
      client.send("{\"type\":1,\"target\":\"Send\",\"arguments\":[]}\u001e{\"type\":6}\u001e");
      client.send("{\"type\":1,\"invocationId\":\"7\",\"target\":\"Send\",\"arguments\":[]}\u001e");

      await().until(() -> client.records().stream().anyMatch(r -> r.path("type").asInt() == 3));
      assertThat(client.records())
          .anySatisfy(record -> assertThat(record.path("invocationId").asText()).isEqualTo("7"));
      assertThat(client.records())
          .noneSatisfy(r -> assertThat(r.path("type").asInt()).isEqualTo(7));
    }
  }

  @Test
  void aClientThatPingsAndReadsNoAnswerIsCutOff() throws Exception {
    byte[] ping = frame((byte) 0x89, "p".repeat(125));
    byte[] pings = new byte[1_000 * ping.length];
    for (int i = 0; i < 1_000; i++) {
      System.arraycopy(ping, 0, pings, i * ping.length, ping.length);
    }
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress("127.0.0.1", server.replica.port()));
      socket
          .getOutputStream()
          .write(
              ("GET %s HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                      + "Sec-WebSocket-Version: 13\r\nAuthorization: Bearer %s\r\n\r\n")
                  .formatted(
                      PUBLISHERS, server.replica.token(Permission.READ, Duration.ofMinutes(5)))
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      socket.getOutputStream().write(frame((byte) 0x81, HubClient.HANDSHAKE));

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  socket.getOutputStream().write(pings);
                }
              })
          .isInstanceOf(SocketException.class);
    }
  }

  /** A frame of a client (RFC 6455, section 5.2) whose mask changes nothing. */
  private static byte[] frame(byte kind, String text) {
    return ByteBuffer.allocate(6 + text.length())
        .put(kind)
        .put((byte) (0x80 | text.length()))
        .putInt(0)
        .put(text.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  @Test
  void aTokenThatWasNotGivenOutOpensNothingAndOneOpensOneConnection() throws Exception {
    String token =
        HubClient.negotiate(server.replica, PUBLISHERS, 1).path("connectionToken").asText();
    String id = HubClient.negotiate(server.replica, PUBLISHERS, 1).path("connectionId").asText();
    assertThat(HubClient.handshakeStatus(server.replica, PUBLISHERS + "?id=guessed"))
        .isEqualTo(404);
    assertThat(HubClient.handshakeStatus(server.replica, PUBLISHERS + "?id=" + id)).isEqualTo(404);
    try (HubClient first =
        HubClient.open(server.replica, PUBLISHERS + "?id=" + token, Permission.READ)) {
      first.send(HubClient.HANDSHAKE);
      await().until(() -> !first.records().isEmpty());

      assertThat(HubClient.handshakeStatus(server.replica, PUBLISHERS + "?id=" + token))
          .isEqualTo(409);
    }
  }

  @Test
  void aTransportOfSignalRThatThereIsNotIsRefused() throws Exception {
    String token =
        HubClient.negotiate(server.replica, PUBLISHERS, 1).path("connectionToken").asText();

    HttpResponse<String> answer =
        server.replica.send(Permission.READ, "GET", PUBLISHERS + "?id=" + token, "");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("WebSockets only").doesNotContain(token);
  }

  @Test
  void aTokenInTheQueryOpensStreamsAndNothingElse() throws Exception {
    String token = server.replica.token(Permission.READ, Duration.ofMinutes(5));

    try (HubClient client =
        HubClient.openWithQuery(server.replica, PUBLISHERS + "?access_token=" + token)) {
      client.send(HubClient.HANDSHAKE);
      await().until(() -> !client.records().isEmpty());
    }
    assertThat(withoutHeader("POST", PUBLISHERS + "/negotiate?access_token=" + token))
        .isEqualTo(401);
    assertThat(withoutHeader("DELETE", "/events/v2/telemetry/e/samples/c?access_token=" + token))
        .isEqualTo(401);
    assertThat(withoutHeader("GET", PUBLISHERS + "?access_token=wrong")).isEqualTo(401);
    assertThat(withoutHeader("GET", PUBLISHERS)).isEqualTo(401);
  }

  private static int withoutHeader(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.replica.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(10))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void noRouteSeesATokenThatCameInTheQuery() throws Exception {
    List<Object> seen = new CopyOnWriteArrayList<>();
    server
        .replica
        .context()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:StreamGatewayEvents")
                    .routeId("seen")
                    .process(exchange -> seen.addAll(exchange.getIn().getHeaders().values()));
              }
            });
    try {
      withoutHeader(
          "GET",
          "/events/v2/gateways/events?access_token="
              + server.replica.token(Permission.READ, Duration.ofMinutes(5)));
    } finally {
      server.replica.context().getRouteController().stopRoute("seen");
      server.replica.context().removeRoute("seen");
    }

    assertThat(seen).isNotEmpty().noneMatch(value -> value.toString().contains("eyJ"));
  }
}
