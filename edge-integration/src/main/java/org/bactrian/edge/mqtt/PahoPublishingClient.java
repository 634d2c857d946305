package org.bactrian.edge.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Paho client whose input is checked by {@link AcknowledgementInputStream}. */
final class PahoPublishingClient extends MqttAsyncClient {

  PahoPublishingClient(String url, String clientId) throws MqttException {
    super(url, clientId, new MemoryPersistence());
  }

  @Override
  protected NetworkModule[] createNetworkModules(String address, MqttConnectionOptions options)
      throws MqttException {
    return Arrays.stream(super.createNetworkModules(address, options))
        .map(Connection::new)
        .toArray(NetworkModule[]::new);
  }

  /** Network module of Paho with a checked input stream. */
  private static final class Connection implements NetworkModule {

    private final NetworkModule module;

    // Paho asks for the stream after it has started the module.
    @SuppressWarnings("NullAway.Init")
    private InputStream input;

    Connection(NetworkModule module) {
      this.module = module;
    }

    @Override
    public void start() throws IOException, MqttException {
      module.start();
      input = new AcknowledgementInputStream(module.getInputStream());
    }

    @Override
    public InputStream getInputStream() {
      return input;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return module.getOutputStream();
    }

    @Override
    public void stop() throws IOException {
      module.stop();
    }

    @Override
    public String getServerURI() {
      return module.getServerURI();
    }
  }
}
