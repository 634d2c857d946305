package org.bactrian.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.cloud.events.EventsTestServer.publish;
import static org.bactrian.cloud.events.EventsTestServer.put;
import static org.bactrian.cloud.events.EventsTestServer.value;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.bactrian.cloud.events.EventsTestServer.EventLines;
import org.bactrian.cloud.security.Permission;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of the events service, and what becomes of clients that exceed them. */
class EventLimitsTest {

  private static final String PUBLISHERS = "/events/v2/publishers/events";
  private static final int MAX_STREAMS = 12;

  @TempDir static Path folder;
  private static EventsTestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        new EventsTestServer(
            folder,
            Map.of(
                "bactrian.events.max-streams-per-caller", Integer.toString(MAX_STREAMS),
                "bactrian.events.max-subscriptions", "3",
                "bactrian.events.queue-messages", "3000",
                "bactrian.events.keep-alive", "300",
                "bactrian.events.telemetry-linger", "1000",
                "bactrian.events.authorization-interval", "500"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
      })
  void clientsThatGoBeforeTheirStreamIsOpenDoNotCountForEver(String headers) throws Exception {
    String request =
        "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n"
            .formatted(
                PUBLISHERS, server.replica.token(Permission.READ, Duration.ofMinutes(5)), headers);
    for (int i = 0; i < 300; i++) {
      try (Socket socket = new Socket("127.0.0.1", server.replica.port())) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        // The connection is reset, not ended.
        socket.setSoLinger(true, 0);
      }
    }

    await()
        .until(() -> server.replica.meters().get("bactrian.events.streams").gauge().value() == 0);
  }

  @Test
  void aConnectionHasSoManySubscriptionsAndNoMore() throws Exception {
    try (HubClient client = HubClient.connect(server.replica, PUBLISHERS)) {
      for (int i = 0; i < 3; i++) {
        assertThat(put(server.replica, "/events/v2/telemetry/e" + i + "/samples", client.id()))
            .isEqualTo(200);
      }

      assertThat(put(server.replica, "/events/v2/telemetry/e3/samples", client.id()))
          .isEqualTo(429);
      assertThat(put(server.replica, "/events/v2/telemetry/e2/samples", client.id()))
          .isEqualTo(200);
    }
  }

  @Test
  void aSubscriptionNeedsTheIdOfAConnectionAndTheRoleToWrite() throws Exception {
    String samples = "/events/v2/telemetry/e1/samples";

    assertThat(put(server.replica, samples, "")).isEqualTo(400);
    assertThat(server.replica.send(Permission.WRITE, "PUT", samples, "null").statusCode())
        .isEqualTo(400);
    assertThat(server.replica.send(Permission.WRITE, "PUT", samples, "{}").statusCode())
        .isEqualTo(400);
    assertThat(put(server.replica, samples, "x".repeat(600))).isEqualTo(400);
    assertThat(put(server.replica, samples, "of nobody")).isEqualTo(200);
    assertThat(server.replica.send(Permission.READ, "PUT", samples, "\"c\"").statusCode())
        .isEqualTo(403);
    assertThat(
            server.replica.send(Permission.WRITE, "DELETE", samples + "/nobody", "").statusCode())
        .isEqualTo(200);
  }

  @Test
  void aCallerHasSoManyStreamsAndNoMore() throws Exception {
    List<EventLines> streams = new ArrayList<>();
    try {
      await()
          .until(
              () -> {
                EventLines stream = new EventLines(server.replica, PUBLISHERS);
                streams.add(stream);
                return stream.response().statusCode() == 429;
              });
      assertThat(streams).hasSizeBetween(2, MAX_STREAMS + 1);
      assertThat(HubClient.handshakeStatus(server.replica, PUBLISHERS)).isEqualTo(429);
    } finally {
      for (EventLines stream : streams) {
        stream.close();
      }
    }
    await().until(() -> HubClient.handshakeStatus(server.replica, PUBLISHERS) == 101);
  }

  @Test
  void aClientThatSaysNothingIsToldSoAndMayComeBack(@TempDir Path own) throws Exception {
    try (EventsTestServer impatient =
            new EventsTestServer(
                own,
                Map.of(
                    "bactrian.events.keep-alive", "300",
                    "bactrian.events.client-timeout", "4000"));
        HubClient client = HubClient.connect(impatient.replica, PUBLISHERS)) {
      assertThat(client.awaitClose().path("error").asText()).contains("not even a ping");
      assertThat(client.awaitClose().path("allowReconnect").asBoolean()).isTrue();
      assertThat(client.records())
          .as("pings until then")
          .anySatisfy(record -> assertThat(record.path("type").asInt()).isEqualTo(6));
    }
  }

  @Test
  void aClientThatDoesNotReadIsDroppedAndTheOthersGetEverything() throws Exception {
    try (HubClient slow = HubClient.connect(server.replica, PUBLISHERS);
        EventLines fast = new EventLines(server.replica, "/events/v2/telemetry/much/samples")) {
      put(server.replica, "/events/v2/telemetry/much/samples", slow.id());
      slow.stopReading();
      int sent = 0;
      String text = "x".repeat(1_000);
      while (sent < 20_000) {
        List<MonitoredItemMessage> values = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
          values.add(value("much", text + sent++));
        }
        publish(server.replica, values);
        slow.ping();
        int expected = sent;
        await().pollInterval(Duration.ofMillis(10)).until(() -> fast.data().size() == expected);
      }

      assertThat(fast.data()).hasSize(20_000);
      assertThat(fast.isEnded()).isFalse();
      assertThat(slow.received("PublisherMessage").size()).isLessThan(20_000);
      assertThat(server.replica.meters().get("bactrian.events.dropped").functionCounter().count())
          .isEqualTo(1);
    }
  }

  @Test
  void telemetryIsReadWhileSomebodySubscribesToSome() throws Exception {
    server
        .replica
        .context()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("timer:telemetry-live?period=100")
                    .routeId(LiveTelemetry.ROUTE)
                    .autoStartup(false)
                    .setBody(exchange -> List.of(value("live", 1.0)))
                    .to("direct:telemetry-values");
              }
            });
    var routes = server.replica.context().getRouteController();
    assertThat(routes.getRouteStatus(LiveTelemetry.ROUTE).isStarted()).isFalse();

    try (EventLines lines = new EventLines(server.replica, "/events/v2/telemetry/live/samples")) {
      await().until(() -> lines.data().size() >= 2);
    }

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> routes.getRouteStatus(LiveTelemetry.ROUTE).isStopped());
    server.replica.context().removeRoute(LiveTelemetry.ROUTE);
  }
}
