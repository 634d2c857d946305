package org.bactrian.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.options.MqttBroker;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;

/** Messages to a broker that takes connections and says nothing, as one that is frozen. */
class MqttPublicationsTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final int PATIENCE_MILLIS = 30_000;

  @Test
  void aBrokerThatDoesNotAnswerIsLeftAndAskedAgainWithTheNextMessage() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        MqttPublications publications = new MqttPublications(broker(silent), SHORT)) {
      silent.setSoTimeout(PATIENCE_MILLIS);
      for (int attempt = 0; attempt < 2; attempt++) {
        CompletableFuture<Void> answer = publications.publish("t", message());

        try (Socket connection = silent.accept()) {
          assertThatThrownBy(() -> answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
              .hasCauseInstanceOf(MqttRefusedException.class)
              .hasMessageContaining("no answer in 300 ms");
          assertThat(isLeft(connection)).isTrue();
        }
      }
    }
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
