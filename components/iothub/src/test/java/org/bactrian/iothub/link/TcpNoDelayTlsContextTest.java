package org.bactrian.iothub.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class TcpNoDelayTlsContextTest {

  @Test
  void everySocketSendsAtOnceHoweverItIsMade() throws Exception {
    SSLSocketFactory sockets =
        TcpNoDelayTlsContext.of(PemTlsContext.trusting("")).getSocketFactory();
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 5, here);
        Socket unconnected = sockets.createSocket();
        Socket byName = sockets.createSocket(here.getHostAddress(), server.getLocalPort());
        Socket byAddress = sockets.createSocket(here, server.getLocalPort());
        Socket plain = new Socket(here, server.getLocalPort());
        Socket layered = sockets.createSocket(plain, "localhost", server.getLocalPort(), true)) {
      assertThat(unconnected).isInstanceOf(SSLSocket.class);
      assertThat(new Socket[] {unconnected, byName, byAddress, layered})
          .allSatisfy(socket -> assertThat(socket.getTcpNoDelay()).isTrue());
    }
  }
}
