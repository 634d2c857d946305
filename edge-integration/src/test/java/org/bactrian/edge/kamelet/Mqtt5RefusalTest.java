package org.bactrian.edge.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that says why it does not take a message, in the codes of MQTT 5. */
class Mqtt5RefusalTest {

  private static final byte[] BODY = "{\"Messages\":[]}".getBytes(StandardCharsets.UTF_8);
  private static final Map<String, Object> HEADERS = Map.of(TelemetryHeaders.TOPIC, "t");
  private static final MqttProperties NONE = MqttProperties.NO_PROPERTIES;

  private static Vertx vertx;
  private static MqttServer broker;
  private static Kamelets kamelets;
  private static String sink;
  private static volatile BiConsumer<MqttEndpoint, MqttPublishMessage> answer;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    broker = MqttServer.create(vertx, new MqttServerOptions().setPort(0).setHost("127.0.0.1"));
    broker.endpointHandler(
        endpoint -> {
          endpoint.publishHandler(message -> answer.accept(endpoint, message));
          endpoint.accept();
        });
    join(broker.listen());
    kamelets = Kamelets.start();
    sink = "kamelet:mqtt5-telemetry-sink?brokerUrl=tcp://127.0.0.1:" + broker.actualPort();
  }

  @AfterAll
  static void stop() {
    kamelets.close();
    join(broker.close());
    join(vertx.close());
  }

  @ParameterizedTest
  @EnumSource(
      value = MqttPubAckReasonCode.class,
      names = {"TOPIC_NAME_INVALID", "PAYLOAD_FORMAT_INVALID"})
  void whatABrokerSaysThatItCanNeverTakeCanNeverBeDelivered(MqttPubAckReasonCode code) {
    answer = acknowledging(code);

    assertThat(send()).isInstanceOf(UndeliverableMessageException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = MqttPubAckReasonCode.class,
      names = {
        "UNSPECIFIED_ERROR",
        "IMPLEMENTATION_SPECIFIC_ERROR",
        "NOT_AUTHORIZED",
        "QUOTA_EXCEEDED"
      })
  void whatABrokerRefusesForNowIsNoSuccessAndMayBeSentAgain(MqttPubAckReasonCode code) {
    answer = acknowledging(code);

    assertThat(send()).isNotNull().isNotInstanceOf(UndeliverableMessageException.class);
  }

  @Test
  void aTopicThatNobodySubscribesToIsNoFault() {
    answer = acknowledging(MqttPubAckReasonCode.NO_MATCHING_SUBSCRIBERS);

    assertThat(send()).isNull();
  }

  @Test
  void aBrokerThatEndsTheConnectionAtAPacketThatIsTooLargeCanNeverTakeIt() {
    answer =
        (endpoint, message) -> endpoint.disconnect(MqttDisconnectReasonCode.PACKET_TOO_LARGE, NONE);

    assertThat(send()).isInstanceOf(UndeliverableMessageException.class);
  }

  @Test
  void aBrokerThatEndsTheConnectionForAnotherReasonMayBeAskedAgain() {
    answer =
        (endpoint, message) ->
            endpoint.disconnect(MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN, NONE);
    assertThat(send()).isNotNull().isNotInstanceOf(UndeliverableMessageException.class);

    answer = acknowledging(MqttPubAckReasonCode.SUCCESS);
    assertThat(send()).isNull();
  }

  @Test
  void ofMessagesInFlightTheLargestIsTheOneThatWasTooLarge() {
    AtomicInteger seen = new AtomicInteger();
    answer =
        (endpoint, message) -> {
          if (seen.incrementAndGet() == 3) {
            endpoint.disconnect(MqttDisconnectReasonCode.PACKET_TOO_LARGE, NONE);
          }
        };

    List<CompletableFuture<Exchange>> sent =
        Stream.of(100, 3000, 200)
            .map(size -> kamelets.sendAsync(sink, new byte[size], HEADERS))
            .toList();

    assertThat(sent)
        .extracting(one -> one.join().getException() instanceof UndeliverableMessageException)
        .containsExactly(false, true, false);
    assertThat(sent).allMatch(one -> one.join().getException() != null);
  }

  @Test
  void anAcknowledgementLikeMosquittosSaysThatAPacketIsTooLarge() throws Exception {
    assertThat(sendToOneThatAcknowledgesWith(0x95))
        .isInstanceOf(UndeliverableMessageException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x82, 0x91, 0x9B, 0xFF})
  void aMessageThatIsAcknowledgedWithAnotherUnknownCodeMayBeSentAgain(int code) throws Exception {
    assertThat(sendToOneThatAcknowledgesWith(code))
        .hasMessageContaining("was lost")
        .isNotInstanceOf(UndeliverableMessageException.class);
  }

  private static Exception sendToOneThatAcknowledgesWith(int code) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> answered =
          CompletableFuture.runAsync(() -> acknowledgeOnce(server, code));
      String uri = "kamelet:mqtt5-telemetry-sink?brokerUrl=tcp://127.0.0.1:";
      Exception fault = kamelets.send(uri + server.getLocalPort(), BODY, HEADERS).getException();
      answered.join();
      return fault;
    }
  }

  /** Takes a connection and acknowledges message 1, as Mosquitto for its message_size_limit. */
  private static void acknowledgeOnce(ServerSocket server, int code) {
    byte[] packet = new byte[1024];
    try (Socket socket = server.accept()) {
      socket.getInputStream().read(packet);
      socket.getOutputStream().write(new byte[] {0x20, 0x03, 0, 0, 0});
      socket.getInputStream().read(packet);
      socket.getOutputStream().write(new byte[] {0x40, 0x04, 0, 1, (byte) code, 0});
      while (socket.getInputStream().read(packet) >= 0) {
        // the client ends the connection
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BiConsumer<MqttEndpoint, MqttPublishMessage> acknowledging(
      MqttPubAckReasonCode code) {
    return (endpoint, message) -> endpoint.publishAcknowledge(message.messageId(), code, NONE);
  }

  /** Sends a message and returns its exception, null for none. */
  private static Exception send() {
    return kamelets.send(sink, BODY, HEADERS).getException();
  }

  private static void join(Future<?> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }
}
