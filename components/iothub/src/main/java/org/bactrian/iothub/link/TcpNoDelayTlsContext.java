package org.bactrian.iothub.link;

import java.net.SocketException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * A TLS context whose sockets send at once what is written (TCP_NODELAY).
 *
 * <p>The device SDK answers a method with two small writes, the acknowledgement and then the
 * answer. On its own sockets the second waits until the hub has acknowledged the first, which takes
 * 40 ms.
 */
final class TcpNoDelayTlsContext extends SSLContextParameters {

  private TcpNoDelayTlsContext() {}

  /** Returns a context whose sockets send at once. */
  static SSLContext of(SSLContext context) {
    return new SSLContextDecorator(
        new SSLContextSpiDecorator(
            context,
            List.of(),
            List.of(
                sockets ->
                    new SSLSocketFactoryDecorator(
                        sockets, List.of(TcpNoDelayTlsContext::withoutDelay))),
            List.of()));
  }

  private static SSLSocket withoutDelay(SSLSocket socket) {
    try {
      socket.setTcpNoDelay(true);
      return socket;
    } catch (SocketException e) {
      throw new RuntimeCamelException(e);
    }
  }
}
