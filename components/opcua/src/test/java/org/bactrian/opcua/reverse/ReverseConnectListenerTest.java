package org.bactrian.opcua.reverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The port for servers, under more connections than servers make. */
class ReverseConnectListenerTest {

  private static final int PATIENCE_MILLIS = 20_000;

  private final List<Socket> sockets = new ArrayList<>();
  private final ReverseConnectListener listener =
      new ReverseConnectListener(
          new ReverseConnectSettings("127.0.0.1", 0, Duration.ofSeconds(1)), new ExpectedServers());

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    listener.close();
  }

  @Test
  void silentConnectionsOfOneAddressKeepNoOtherOut() throws Exception {
    InetSocketAddress port = listener.open();
    for (int i = 0; i < ReverseConnectListener.MAX_SILENT_PER_ADDRESS; i++) {
      connect("127.0.0.1", port);
    }

    // Those before are taken in a moment; one that is closed was one too many.
    await().until(() -> isClosed(connect("127.0.0.1", port)));

    Socket other = connect("127.0.0.2", port);
    other.getOutputStream().write("RUBBISH!".getBytes(StandardCharsets.US_ASCII));
    assertThat(new String(other.getInputStream().readNBytes(3), StandardCharsets.US_ASCII))
        .isEqualTo("ERR");
  }

  private Socket connect(String from, InetSocketAddress port) throws IOException {
    Socket socket = new Socket(port.getAddress(), port.getPort(), InetAddress.getByName(from), 0);
    socket.setSoTimeout(PATIENCE_MILLIS);
    sockets.add(socket);
    return socket;
  }

  /** Returns whether the other side closes it; one that is kept answers rubbish. */
  private static boolean isClosed(Socket socket) throws IOException {
    socket.getOutputStream().write("RUBBISH!".getBytes(StandardCharsets.US_ASCII));
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
