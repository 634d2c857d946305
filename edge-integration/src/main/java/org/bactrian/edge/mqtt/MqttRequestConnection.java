package org.bactrian.edge.mqtt;

import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.options.MqttBroker;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connection to a broker that subscribes to the topics of requests and reconnects whenever it is
 * lost or the broker is not there yet. Thread-safe.
 */
final class MqttRequestConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MqttRequestConnection.class);
  private static final int AT_LEAST_ONCE = 1;
  private static final int NO_RETAINED = 2;
  private static final long PATIENCE_MILLIS = 30_000;

  /** Largest packet of the protocol, of which topic and properties need a part. */
  private static final long MAX_PACKET_BYTES = 268_435_455;

  private static final int OVERHEAD_BYTES = 64 * 1024;

  /** Receives messages; must not block. */
  @FunctionalInterface
  interface Listener {
    void arrived(String topic, MqttMessage message);
  }

  private final MqttMethodsSettings settings;
  private final long maxRequestBytes;
  private final ScheduledExecutorService timer;
  private final Listener listener;
  private @Nullable MqttAsyncClient client;
  private long maxBodyBytes = MAX_PACKET_BYTES - OVERHEAD_BYTES;
  private int failures;
  private boolean closed;

  /**
   * Connects with the first {@link #connect()}, on a thread of {@code timer}.
   *
   * @param maxRequestBytes largest request; a broker drops larger ones
   */
  MqttRequestConnection(
      MqttMethodsSettings settings,
      long maxRequestBytes,
      ScheduledExecutorService timer,
      Listener listener) {
    this.settings = settings;
    this.maxRequestBytes = maxRequestBytes;
    this.timer = timer;
    this.listener = listener;
  }

  /** Starts connecting and retries until it succeeds. */
  void connect() {
    timer.execute(this::attempt);
  }

  private void attempt() {
    MqttBroker broker = settings.broker();
    MqttAsyncClient fresh = null;
    try {
      fresh = new MqttAsyncClient(broker.url(), clientId(broker), new MemoryPersistence());
      fresh.setCallback(new Arrivals(fresh));
      IMqttToken connected = fresh.connect(options(broker));
      connected.waitForCompletion(PATIENCE_MILLIS);
      fresh
          .subscribe(
              new MqttSubscription[] {
                subscription(settings.topic() + "/+"), subscription(settings.topic() + "/+/+")
              })
          .waitForCompletion(PATIENCE_MILLIS);
      connected(fresh, connected.getResponseProperties());
    } catch (MqttException e) {
      drop(fresh);
      retry(e);
    }
  }

  /** Retained requests are not wanted. */
  private static MqttSubscription subscription(String topic) {
    MqttSubscription subscription = new MqttSubscription(topic, AT_LEAST_ONCE);
    subscription.setRetainHandling(NO_RETAINED);
    return subscription;
  }

  private synchronized void connected(MqttAsyncClient fresh, MqttProperties broker) {
    if (closed || !fresh.isConnected()) {
      drop(fresh);
      retry(new MqttException(MqttClientException.REASON_CODE_CONNECTION_LOST));
      return;
    }
    failures = 0;
    client = fresh;
    Long limit = broker == null ? null : broker.getMaximumPacketSize();
    maxBodyBytes = Math.max(0, (limit == null ? MAX_PACKET_BYTES : limit) - OVERHEAD_BYTES);
    LOG.info("Answering methods at {} below the topic {}", settings.broker(), settings.topic());
  }

  private synchronized void retry(MqttException reason) {
    if (closed) {
      return;
    }
    failures++;
    if (failures == 1) {
      LOG.warn(
          "Cannot receive methods from {}: {}. Retrying until it succeeds",
          settings.broker(),
          reason.toString());
    }
    timer.schedule(
        this::attempt, settings.reconnect().after(failures).toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void lost(MqttAsyncClient lost) {
    if (client == lost) {
      client = null;
      timer.execute(() -> drop(lost));
      retry(new MqttException(MqttClientException.REASON_CODE_CONNECTION_LOST));
    }
  }

  /** Returns the largest payload that the connected broker accepts, in bytes. */
  synchronized long maxBodyBytes() {
    return maxBodyBytes;
  }

  /** Returns true when requests can arrive. */
  synchronized boolean isConnected() {
    return client != null && client.isConnected();
  }

  /**
   * Sends a message.
   *
   * @throws MqttException when there is no connection
   */
  IMqttToken send(MqttMethodCall.Outgoing outgoing) throws MqttException {
    MqttAsyncClient current;
    synchronized (this) {
      current = client;
    }
    if (current == null) {
      throw new MqttException(MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED);
    }
    return current.publish(outgoing.topic(), outgoing.message());
  }

  @Override
  public void close() {
    MqttAsyncClient last;
    synchronized (this) {
      closed = true;
      last = client;
      client = null;
    }
    drop(last);
  }

  private static void drop(@Nullable MqttAsyncClient client) {
    if (client != null) {
      PahoClients.close(client);
    }
  }

  /** A broker disconnects the older of two clients with one id, and telemetry uses it already. */
  private static String clientId(MqttBroker broker) {
    return broker.clientId().isEmpty()
        ? "bactrian-" + UUID.randomUUID()
        : broker.clientId() + "-methods";
  }

  private MqttConnectionOptions options(MqttBroker broker) {
    MqttConnectionOptions options = PahoClients.options(broker);
    options.setMaximumPacketSize(maxRequestBytes);
    return options;
  }

  private final class Arrivals implements DisconnectCallback {

    private final MqttAsyncClient owner;

    private Arrivals(MqttAsyncClient owner) {
      this.owner = owner;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      listener.arrived(topic, message);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      lost(owner);
    }
  }
}
