package org.bactrian.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.options.MqttBroker;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages to a broker that does not answer, as one that is frozen, or takes few at a time. */
class MqttPublisherTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int PATIENCE_MILLIS = 30_000;
  private static final byte CONNACK = 0x20;
  private static final byte PUBACK = 0x40;

  @Test
  void aBrokerThatDoesNotAnswerIsLeftAndAskedAgainWithTheNextMessage() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        MqttPublisher publisher = new MqttPublisher(broker(silent), SHORT, LONG)) {
      silent.setSoTimeout(PATIENCE_MILLIS);
      for (int attempt = 0; attempt < 2; attempt++) {
        CompletableFuture<Void> answer = publisher.publish("t", message());

        try (Socket connection = silent.accept()) {
          assertThatThrownBy(() -> answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
              .hasCauseInstanceOf(MqttRefusedException.class)
              .hasMessageContaining("no answer in 300 ms");
          assertThat(isLeft(connection)).isTrue();
        }
      }
    }
  }

  @Test
  void aBrokerThatAcknowledgesNothingIsLeftAndTheNextConnectionTakesTheMessage() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        MqttPublisher publisher = new MqttPublisher(broker(server), LONG, Duration.ofSeconds(3))) {
      server.setSoTimeout(PATIENCE_MILLIS);
      CompletableFuture<Void> first = publisher.publish("t", message());
      try (Socket connection = server.accept()) {
        acceptConnect(connection);

        assertThatThrownBy(() -> first.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
            .hasCauseInstanceOf(MqttRefusedException.class)
            .hasMessageContaining("was lost");
        assertThat(isLeft(connection)).isTrue();
      }

      CompletableFuture<Void> again = publisher.publish("t", message());
      try (Socket connection = server.accept()) {
        acceptConnect(connection);
        byte[] publish = packet(connection);
        connection.getOutputStream().write(new byte[] {PUBACK, 2, publish[3], publish[4]});

        assertThat(again).succeedsWithin(Duration.ofMillis(PATIENCE_MILLIS));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plant/#", "plant/+/x", "plant/\u0000"})
  void aTopicThatNobodyMayPublishToIsUndeliverableAndHoldsUpNoOtherMessage(String topic)
      throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        MqttPublisher publisher = new MqttPublisher(broker(server), LONG, LONG)) {
      server.setSoTimeout(PATIENCE_MILLIS);
      CompletableFuture<Void> wrong = publisher.publish(topic, message());
      CompletableFuture<Void> next = publisher.publish("t", message());

      assertThatThrownBy(() -> wrong.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
          .hasCauseInstanceOf(UndeliverableMessageException.class)
          .hasMessageContaining("makes no MQTT packet");
      try (Socket connection = server.accept()) {
        acceptConnect(connection);
        byte[] publish = packet(connection);
        connection.getOutputStream().write(new byte[] {PUBACK, 2, publish[3], publish[4]});

        assertThat(next).succeedsWithin(Duration.ofMillis(PATIENCE_MILLIS));
      }
    }
  }

  @Test
  void messagesLeaveInTheirOrderThoughOneIsPublishedWhileOthersAreSent() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        MqttPublisher publisher = new MqttPublisher(broker(server), LONG, LONG)) {
      server.setSoTimeout(PATIENCE_MILLIS);
      SlowMessage first = new SlowMessage();
      publisher.publish("1", first);
      publisher.publish("2", message());
      try (Socket connection = server.accept()) {
        first.isSlow = true;
        acceptConnect(connection);
        assertThat(first.begun.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();

        publisher.publish("3", message());
        first.mayLeave.countDown();

        assertThat(List.of(topic(connection), topic(connection), topic(connection)))
            .containsExactly("1", "2", "3");
      }
    }
  }

  /** Message that waits while it is being sent. */
  private static final class SlowMessage extends MqttMessage {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayLeave = new CountDownLatch(1);
    private volatile boolean isSlow;

    SlowMessage() {
      super(new byte[] {'{', '}'});
      setProperties(new MqttProperties());
    }

    @Override
    public MqttProperties getProperties() {
      if (isSlow) {
        begun.countDown();
        try {
          mayLeave.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return super.getProperties();
    }
  }

  /** The topic, of one character, of the next message. */
  private static String topic(Socket connection) throws IOException {
    return Character.toString(packet(connection)[2]);
  }

  private static void acceptConnect(Socket connection) throws IOException {
    connection.setSoTimeout(PATIENCE_MILLIS);
    packet(connection);
    connection.getOutputStream().write(new byte[] {CONNACK, 3, 0, 0, 0});
  }

  /** The next packet, of less than 128 bytes, without its fixed header. */
  private static byte[] packet(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    in.read();
    return in.readNBytes(in.read());
  }

  private static MqttBroker broker(ServerSocket server) {
    return new MqttBroker("tcp://127.0.0.1:" + server.getLocalPort(), "", "", "");
  }

  private static MqttMessage message() {
    MqttMessage message = new MqttMessage(new byte[] {'{', '}'});
    message.setProperties(new MqttProperties());
    return message;
  }

  /** Reads what the client sent until it ends the connection. */
  private static boolean isLeft(Socket connection) throws IOException {
    connection.setSoTimeout(PATIENCE_MILLIS);
    try {
      connection.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }
}
