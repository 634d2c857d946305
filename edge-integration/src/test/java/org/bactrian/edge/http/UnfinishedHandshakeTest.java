package org.bactrian.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections whose TLS handshake does not come count, and do not stay. */
class UnfinishedHandshakeTest {

  private static final int CONNECTIONS = 5;
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @Test
  void connectionsInTheirHandshakeAreBoundedAndClosedInTime() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (Edge edge =
        Edge.start(
            folder,
            Map.of(),
            "",
            "--http-max-connections=" + CONNECTIONS,
            "--http-header-timeout=" + HANDSHAKE.toSeconds())) {
      for (int i = 0; i < 2 * CONNECTIONS; i++) {
        silent.add(new Socket("localhost", edge.port()));
      }

      await()
          .atMost(HANDSHAKE.dividedBy(2))
          .until(() -> silent.stream().filter(socket -> isClosed(socket)).count() >= CONNECTIONS);
      assertThat(silent.stream().filter(socket -> isClosed(socket)).count()).isEqualTo(CONNECTIONS);
      await()
          .atMost(HANDSHAKE.multipliedBy(10))
          .until(() -> silent.stream().allMatch(UnfinishedHandshakeTest::isClosed));
      assertThat(edge.send(edge.anonymous("/healthz")).statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }
}
