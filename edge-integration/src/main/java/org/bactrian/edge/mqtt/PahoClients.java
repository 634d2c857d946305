package org.bactrian.edge.mqtt;

import java.nio.charset.StandardCharsets;
import org.bactrian.edge.options.MqttBroker;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the options of Paho clients and closes the clients. Each client is used for one
 * connection.
 */
final class PahoClients {

  private static final Logger LOG = LoggerFactory.getLogger(PahoClients.class);
  private static final long PARTING_MILLIS = 1_000;

  private PahoClients() {}

  /** Returns options for a clean session with the broker's user, without automatic reconnect. */
  static MqttConnectionOptions options(MqttBroker broker) {
    MqttConnectionOptions options = new MqttConnectionOptions();
    if (!broker.userName().isEmpty()) {
      options.setUserName(broker.userName());
      options.setPassword(broker.password().getBytes(StandardCharsets.UTF_8));
    }
    options.setAutomaticReconnect(false);
    options.setCleanStart(true);
    return options;
  }

  /** Disconnects a client and releases its threads. */
  static void close(MqttAsyncClient client) {
    try {
      if (client.isConnected()) {
        client.disconnect(PARTING_MILLIS).waitForCompletion(PARTING_MILLIS);
      }
    } catch (MqttException e) {
      LOG.debug("The broker was not told goodbye", e);
    }
    try {
      if (!client.isConnected()) {
        // A client that waits for the answer to its CONNECT packet refuses to be closed.
        client.disconnectForcibly(0, PARTING_MILLIS, false);
      }
      client.close(true);
    } catch (MqttException e) {
      LOG.debug("A connection was not closed", e);
    }
  }
}
