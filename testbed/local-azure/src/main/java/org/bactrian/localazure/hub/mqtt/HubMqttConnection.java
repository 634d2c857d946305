package org.bactrian.localazure.hub.mqtt;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's MQTT connection. Belongs to the hub's event loop. */
final class HubMqttConnection {

  private static final Logger LOG = LoggerFactory.getLogger(HubMqttConnection.class);

  private final ClientId client;
  private final MqttEndpoint endpoint;
  private final Runnable proof;
  private final HubTopics topics;
  private final OrderedAcknowledgements acknowledgements =
      new OrderedAcknowledgements(this::sendAcknowledgement);
  private final Map<String, Integer> subscriptions = new TreeMap<>();
  private Runnable whenLeft = () -> {};

  /**
   * Over an endpoint that proved who it is.
   *
   * @param proof proves it again; throws {@link HubFaultException} when it no longer may connect
   */
  HubMqttConnection(ClientId client, MqttEndpoint endpoint, Runnable proof) {
    this.client = client;
    this.endpoint = endpoint;
    this.proof = proof;
    this.topics = HubTopics.of(client);
  }

  /** Sets what to do when the connection has ended. */
  void whenLeft(Runnable step) {
    whenLeft = step;
  }

  /** The connection has ended. */
  void left() {
    whenLeft.run();
  }

  /** Takes up the subscriptions of an earlier session. */
  void resume(Map<String, Integer> earlier) {
    subscriptions.putAll(earlier);
  }

  ClientId client() {
    return client;
  }

  HubTopics topics() {
    return topics;
  }

  Map<String, Integer> subscriptions() {
    return Map.copyOf(subscriptions);
  }

  /** Returns whether the client is subscribed to what lies below a topic. */
  boolean isSubscribed(String topic) {
    return subscriptions.containsKey(topic + "#");
  }

  /** Grants what IoT Hub has, at most QoS 1; answers what to tell the client. */
  List<MqttQoS> subscribe(MqttSubscribeMessage message) {
    List<MqttQoS> granted = new ArrayList<>();
    for (MqttTopicSubscription wanted : message.topicSubscriptions()) {
      if (topics.allows(wanted.topicName())) {
        int qos = Math.min(wanted.qualityOfService().value(), MqttQoS.AT_LEAST_ONCE.value());
        subscriptions.put(wanted.topicName(), qos);
        granted.add(MqttQoS.valueOf(qos));
      } else {
        LOG.warn("{} may not subscribe to {}", client, wanted.topicName());
        granted.add(MqttQoS.FAILURE);
      }
    }
    return granted;
  }

  void unsubscribe(MqttUnsubscribeMessage message) {
    message.topics().forEach(subscriptions::remove);
  }

  /** Acknowledges a message of QoS 1; one of QoS 0 wants none. */
  void acknowledge(MqttPublishMessage message) {
    if (message.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
      acknowledgements.now(message.messageId());
    }
  }

  /** Keeps the message's place in the order of acknowledgements; the result lets it go. */
  Runnable acknowledgeLater(MqttPublishMessage message) {
    return message.qosLevel() == MqttQoS.AT_LEAST_ONCE
        ? acknowledgements.next(message.messageId())::release
        : () -> {};
  }

  private void sendAcknowledgement(int packetId) {
    if (endpoint.isConnected()) {
      endpoint.publishAcknowledge(packetId);
    }
  }

  /** Sends to the client if it is subscribed; else the message is dropped, as IoT Hub does. */
  void deliver(String topic, Buffer payload) {
    subscriptions.entrySet().stream()
        .filter(entry -> topic.startsWith(entry.getKey().substring(0, entry.getKey().length() - 1)))
        .findFirst()
        .filter(subscription -> endpoint.isConnected())
        .ifPresent(
            subscription ->
                endpoint.publish(
                    topic, payload, MqttQoS.valueOf(subscription.getValue()), false, false));
  }

  /** Ends the connection when the identity no longer lets the client in. */
  void requireStillAllowed() {
    try {
      proof.run();
    } catch (HubFaultException e) {
      close(e.getMessage());
    }
  }

  /** Ends the connection; MQTT 3.1.1 has no way to tell the client why. */
  void close(@Nullable String reason) {
    if (endpoint.isConnected()) {
      LOG.info("Connection of {} is closed: {}", client, reason);
      endpoint.close();
    }
  }
}
