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
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.edge.options.MqttBroker;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes messages to one broker, over a connection that the first message opens and the next one
 * opens again after a loss. Each message completes once: acknowledged, refused, or undeliverable.
 * The number in flight is what the broker allows. Thread-safe.
 */
final class MqttPublisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MqttPublisher.class);

  /** Longest wait for the answer to a CONNECT packet; Paho itself waits forever. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Longest wait for the acknowledgement of a message, also while the broker answers pings. */
  private static final Duration ACKNOWLEDGEMENT_TIMEOUT = Duration.ofSeconds(60);

  /** Largest number of messages in flight, even if the broker allows more. */
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

  /** Calls of {@link #send()} since its thread last looked for messages; 0 while none sends. */
  private final AtomicInteger unseenCalls = new AtomicInteger();

  MqttPublisher(MqttBroker broker) {
    this(broker, CONNECT_TIMEOUT, ACKNOWLEDGEMENT_TIMEOUT);
  }

  MqttPublisher(MqttBroker broker, Duration connectTimeout, Duration acknowledgementTimeout) {
    this.broker = broker;
    this.connectTimeout = connectTimeout;
    this.acknowledgementTimeout = acknowledgementTimeout;
  }

  /** Message and the future of its acknowledgement, compared by identity. */
  private static final class Publication {
    private final String topic;
    private final MqttMessage message;
    private final long bytes;
    private final CompletableFuture<Void> answer = new CompletableFuture<>();

    Publication(String topic, MqttMessage message) throws MqttException {
      this.topic = topic;
      this.message = message;
      // Else Paho throws while sending, and the message would keep its place in flight.
      MqttTopicValidator.validate(topic, false, true);
      MqttPublish packet = new MqttPublish(topic, message, message.getProperties());
      packet.setMessageId(1);
      this.bytes = (long) packet.getHeader().length + packet.getPayload().length;
    }
  }

  /**
   * Publishes a message.
   *
   * @return completes when the broker has acknowledged the message, or fails with the reason: an
   *     {@link UndeliverableMessageException} when retrying is pointless
   */
  CompletableFuture<Void> publish(String topic, MqttMessage message) {
    Publication publication;
    try {
      publication = new Publication(topic, message);
    } catch (MqttException | IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new UndeliverableMessageException(
              "Topic \"%.200s\" (%d characters) or a property makes no MQTT packet: %s"
                  .formatted(topic, topic.length(), e.getMessage())));
    }
    boolean connect;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(
            new MqttRefusedException("The connection to " + broker.url() + " is closed", null));
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
      MqttAsyncClient client = new PahoPublishingClient(broker.url(), clientId());
      client.setCallback(new DisconnectListener(client));
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
      lost(client, lostAtOnce()); // Paho reported the loss before this was the connection
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

  /** Message that is in flight, over a connection. */
  private record Sending(Publication publication, MqttAsyncClient client, long maxPacketBytes) {}

  /**
   * Sends waiting messages, as many as the broker allows. One thread at a time does it, so that
   * messages leave in the order in which they were taken; a call meanwhile makes that thread look
   * once more.
   */
  private void send() {
    if (unseenCalls.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    while (seen > 0) {
      for (Optional<Sending> next = next(); next.isPresent(); next = next()) {
        send(next.get());
      }
      seen = unseenCalls.addAndGet(-seen);
    }
  }

  private synchronized Optional<Sending> next() {
    if (connection.isEmpty() || waiting.isEmpty() || inFlight.size() >= maxInFlight) {
      return Optional.empty();
    }
    Publication next = waiting.remove();
    inFlight.add(next);
    return connection.map(client -> new Sending(next, client, maxPacketBytes));
  }

  private void send(Sending sending) {
    Publication publication = sending.publication();
    if (publication.bytes > sending.maxPacketBytes()) {
      settle(
          publication,
          MqttReasonCodes.tooLarge(broker.url(), publication.bytes, sending.maxPacketBytes()));
      return;
    }
    try {
      send(publication, sending.client());
    } catch (MqttException | RuntimeException | Error e) {
      // Whatever it is, the message must not keep its place, nor the others wait.
      settle(publication, new MqttRefusedException(text(e), e));
    }
  }

  private void send(Publication publication, MqttAsyncClient client) throws MqttException {
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
            // After a loss the broker's reason decides, which arrives after these failures.
            if (client.isConnected()) {
              settle(publication, new MqttRefusedException(text(fault), fault));
              send();
            }
          }
        });
  }

  private void acknowledged(Publication publication, int[] codes) {
    if (codes != null && MqttReasonCodes.isRefusal(codes)) {
      settle(publication, MqttReasonCodes.of(broker.url(), codes));
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
   * Ends a connection and returns true when it was the current one. If a packet that is too large
   * ended it, the largest message in flight fails for good; the others are sent again.
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
    if (MqttReasonCodes.isTooLarge(response)) {
      failed.stream()
          .filter(this::isInFlight)
          .max(Comparator.comparingLong(publication -> publication.bytes))
          .ifPresent(
              largest ->
                  settle(largest, MqttReasonCodes.endedConnection(broker.url(), largest.bytes)));
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
    Exception reason =
        new MqttRefusedException("The connection to " + broker.url() + " is closed", null);
    failed.forEach(publication -> settle(publication, reason));
  }

  private final class DisconnectListener implements DisconnectCallback {

    private final MqttAsyncClient owner;

    DisconnectListener(MqttAsyncClient owner) {
      this.owner = owner;
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      lost(owner, response);
    }
  }
}
