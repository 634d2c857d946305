package org.bactrian.edge.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** A broker for MQTT 5 and 3.1.1, Apache ActiveMQ Artemis, on loopback. */
final class Broker implements AutoCloseable {

  private final int port;
  private final EmbeddedActiveMQ artemis;

  private Broker(int port, EmbeddedActiveMQ artemis) {
    this.port = port;
    this.artemis = artemis;
  }

  static Broker startOn(int port) throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .addAcceptorConfiguration("mqtt", "tcp://127.0.0.1:" + port + "?protocols=MQTT");
    EmbeddedActiveMQ artemis = new EmbeddedActiveMQ().setConfiguration(configuration);
    artemis.start();
    return new Broker(port, artemis);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String url() {
    return "tcp://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    try {
      artemis.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The broker does not stop", e);
    }
  }
}
