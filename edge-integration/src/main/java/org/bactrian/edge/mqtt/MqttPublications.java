package org.bactrian.edge.mqtt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bactrian.edge.options.MqttBroker;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages on their way to one broker, over one connection that the first of them makes, and the
 * next one after it was lost. Each message is answered once: the broker has it, it was refused, or
 * it can never be taken. As many are in flight as the broker allows. Safe for use by several
 * threads.
 */
final class MqttPublications implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MqttPublications.class);

  /** Longest time until a broker has answered a CONNECT packet; Paho waits for ever. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Longest time until a broker, which may still answer pings, has acknowledged a message. */
  private static final Duration ACKNOWLEDGEMENT_TIMEOUT = Duration.ofSeconds(60);

  /** Most messages in flight, also where a broker takes more. */
  private static final int MAX_IN_FLIGHT = 64;

  /** Largest packet of the protocol (MQTT 5, 2.1.4). */
  private static final long MAX_PACKET_BYTES = 268_435_455;

  private final MqttBroker broker;
  private final Duration connectTimeout;
  private final Duration acknowledgementTimeout;
  private final Deque<Publication> waiting = new ArrayDeque<>();
  private final Set<Publication> inFlight = new LinkedHashSet<>();
  private Optional<MqttAsyncClient> connection = Optional.empty();
  private boolean connecting;
  private boolean closed;
  private int maxInFlight = MAX_IN_FLIGHT;
  private long maxPacketBytes = MAX_PACKET_BYTES;

  MqttPublications(MqttBroker broker) {
    this(broker, CONNECT_TIMEOUT, ACKNOWLEDGEMENT_TIMEOUT);
  }

  MqttPublications(MqttBroker broker, Duration connectTimeout, Duration acknowledgementTimeout) {
    this.broker = broker;
    this.connectTimeout = connectTimeout;
    this.acknowledgementTimeout = acknowledgementTimeout;
  }

  /** A message and its answer; two are never equal. */
  private static final class Publication {
    private final String topic;
    private final MqttMessage message;
    private final long bytes;
    private final CompletableFuture<Void> answer = new CompletableFuture<>();

    Publication(String topic, MqttMessage message) throws MqttException {
      this.topic = topic;
      this.message = message;
      MqttPublish packet = new MqttPublish(topic, message, message.getProperties());
      packet.setMessageId(1);
      this.bytes = (long) packet.getHeader().length + packet.getPayload().length;
    }
  }

  /**
   * Publishes a message.
   *
   * @return done when the broker has acknowledged it, or with the reason why not: an {@link
   *     UndeliverableMessageException} when sending it again would be in vain
   */
  CompletableFuture<Void> publish(String topic, MqttMessage message) {
    Publication publication;
    try {
      publication = new Publication(topic, message);
    } catch (MqttException | IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new UndeliverableMessageException(
              "Topic \"" + topic + "\" or a property makes no MQTT packet: " + e.getMessage()));
    }
    boolean connect;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(
            new MqttRefusedException(broker.url() + " is left", null));
      }
      waiting.add(publication);
      connect = connection.isEmpty() && !connecting;
      connecting |= connect;
    }
    if (connect) {
      connect();
    } else {
      send();
    }
    return publication.answer;
  }

  private void connect() {
    try {
      MqttAsyncClient client = new PublishingClient(broker.url(), clientId());
      client.setCallback(new Losses(client));
      CompletableFuture<MqttProperties> answer = new CompletableFuture<>();
      answer.whenComplete(
          (said, fault) -> {
            if (fault == null) {
              connected(client, said);
            } else {
              notConnected(fault);
              CompletableFuture.runAsync(() -> PahoClients.close(client));
            }
          });
      MqttConnectionOptions options = PahoClients.options(broker);
      options.setConnectionTimeout((int) Math.max(1, connectTimeout.toSeconds())); // of TCP only
      client.connect(options, null, answering(answer));
      CompletableFuture.delayedExecutor(connectTimeout.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> answer.completeExceptionally(noAnswer()));
    } catch (MqttException | IllegalArgumentException e) {
      notConnected(e);
    }
  }

  private static MqttActionListener answering(CompletableFuture<MqttProperties> answer) {
    return new MqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        answer.complete(token.getResponseProperties());
      }

      @Override
      public void onFailure(IMqttToken token, Throwable fault) {
        answer.completeExceptionally(fault);
      }
    };
  }

  private TimeoutException noAnswer() {
    return new TimeoutException("no answer in " + connectTimeout.toMillis() + " ms");
  }

  private String clientId() {
    return broker.clientId().isEmpty() ? "bactrian-" + UUID.randomUUID() : broker.clientId();
  }

  private void connected(MqttAsyncClient client, MqttProperties said) {
    boolean late;
    synchronized (this) {
      connecting = false;
      late = closed;
      if (!late) {
        connection = Optional.of(client);
        Long packet = said == null ? null : said.getMaximumPacketSize();
        Integer receive = said == null ? null : said.getReceiveMaximum();
        maxPacketBytes = packet == null ? MAX_PACKET_BYTES : packet;
        maxInFlight = receive == null ? MAX_IN_FLIGHT : Math.min(MAX_IN_FLIGHT, receive);
      }
    }
    if (late) {
      CompletableFuture.runAsync(() -> PahoClients.close(client));
    } else if (client.isConnected()) {
      send();
    } else {
      lost(client, lostAtOnce()); // Paho told of it before it was the connection
    }
  }

  private static MqttDisconnectResponse lostAtOnce() {
    return new MqttDisconnectResponse(
        new MqttException(MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED));
  }

  private void notConnected(Throwable fault) {
    List<Publication> failed;
    synchronized (this) {
      connecting = false;
      failed = new ArrayList<>(waiting);
      waiting.clear();
    }
    Exception reason =
        new MqttRefusedException(broker.url() + " cannot be reached: " + fault, fault);
    failed.forEach(publication -> publication.answer.completeExceptionally(reason));
  }

  /** Sends what waits, as far as the broker allows. */
  private void send() {
    for (Optional<Publication> next = next(); next.isPresent(); next = next()) {
      Publication publication = next.get();
      MqttAsyncClient client;
      long limit;
      synchronized (this) {
        client = connection.orElse(null);
        limit = maxPacketBytes;
      }
      if (publication.bytes > limit) {
        settle(publication, MqttRefusal.tooLarge(broker.url(), publication.bytes, limit));
      } else if (client == null) {
        settle(publication, new MqttRefusedException("The connection was lost", null));
      } else {
        send(publication, client);
      }
    }
  }

  private synchronized Optional<Publication> next() {
    if (connection.isEmpty() || waiting.isEmpty() || inFlight.size() >= maxInFlight) {
      return Optional.empty();
    }
    Publication next = waiting.remove();
    inFlight.add(next);
    return Optional.of(next);
  }

  private void send(Publication publication, MqttAsyncClient client) {
    publication
        .answer
        .handle((done, fault) -> publication)
        .orTimeout(acknowledgementTimeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (done, late) -> {
              if (late != null) {
                CompletableFuture.runAsync(() -> unacknowledged(client));
              }
            });
    try {
      client.publish(
          publication.topic,
          publication.message,
          null,
          new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
              acknowledged(publication, token.getReasonCodes());
            }

            @Override
            public void onFailure(IMqttToken token, Throwable fault) {
              // After a loss the broker's reason decides, which comes once all of them were told.
              if (client.isConnected()) {
                settle(publication, new MqttRefusedException(text(fault), fault));
                send();
              }
            }
          });
    } catch (MqttException e) {
      settle(publication, new MqttRefusedException(text(e), e));
    }
  }

  private void acknowledged(Publication publication, int[] codes) {
    if (codes != null && MqttRefusal.isRefusal(codes)) {
      settle(publication, MqttRefusal.of(broker.url(), codes));
    } else if (remove(publication)) {
      publication.answer.complete(null);
    }
    send();
  }

  private void unacknowledged(MqttAsyncClient client) {
    MqttException reason = new MqttException(MqttClientException.REASON_CODE_CLIENT_TIMEOUT);
    if (lost(client, new MqttDisconnectResponse(reason))) {
      LOG.warn(
          "{} did not acknowledge a message in {} ms. The connection was ended; what was in flight"
              + " is sent again over the next.",
          broker.url(),
          acknowledgementTimeout.toMillis());
    }
  }

  /**
   * Ends a connection, and says whether it was the present one. Where it ended at a packet that is
   * too large, the largest in flight is too large at least; the others are sent again.
   */
  private boolean lost(MqttAsyncClient client, MqttDisconnectResponse response) {
    List<Publication> failed;
    synchronized (this) {
      if (connection.filter(present -> present == client).isEmpty()) {
        return false;
      }
      connection = Optional.empty();
      failed = new ArrayList<>(inFlight);
      failed.addAll(waiting);
      waiting.clear();
    }
    CompletableFuture.runAsync(() -> PahoClients.close(client));
    if (MqttRefusal.isTooLarge(response)) {
      failed.stream()
          .filter(this::isInFlight)
          .max(Comparator.comparingLong(publication -> publication.bytes))
          .ifPresent(
              largest -> settle(largest, MqttRefusal.endedConnection(broker.url(), largest.bytes)));
    }
    Exception reason =
        new MqttRefusedException(
            "The connection to " + broker.url() + " was lost", response.getException());
    failed.forEach(publication -> settle(publication, reason));
    return true;
  }

  private synchronized boolean isInFlight(Publication publication) {
    return inFlight.contains(publication);
  }

  private synchronized boolean remove(Publication publication) {
    return inFlight.remove(publication);
  }

  private void settle(Publication publication, Exception fault) {
    remove(publication);
    publication.answer.completeExceptionally(fault);
  }

  private String text(Throwable fault) {
    return broker.url() + " did not take the message: " + fault;
  }

  @Override
  public void close() {
    Optional<MqttAsyncClient> last;
    List<Publication> failed;
    synchronized (this) {
      closed = true;
      last = connection;
      connection = Optional.empty();
      failed = new ArrayList<>(waiting);
      failed.addAll(inFlight);
      waiting.clear();
    }
    last.ifPresent(PahoClients::close);
    Exception reason = new MqttRefusedException(broker.url() + " is left", null);
    failed.forEach(publication -> settle(publication, reason));
  }

  private final class Losses implements MqttCallback {

    private final MqttAsyncClient owner;

    Losses(MqttAsyncClient owner) {
      this.owner = owner;
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      lost(owner, response);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      LOG.debug("MQTT fault", exception);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      // Nothing is subscribed to.
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // Each message has a listener of its own.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
      // The listener of the connect is told.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
      // Users sign in by name and password.
    }
  }
}
