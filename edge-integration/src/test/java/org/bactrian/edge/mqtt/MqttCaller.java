package org.bactrian.edge.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A client of MQTT 5 that calls the edge's methods and keeps their answers. */
final class MqttCaller implements AutoCloseable {

  private static final String ANSWERS = "caller/answers";
  private static final String NOBODY = "anybody there";

  private final BlockingQueue<MqttMessage> answers = new ArrayBlockingQueue<>(100);
  private final Semaphore present = new Semaphore(0);
  private final MqttClient client;

  private MqttCaller(Broker broker) throws MqttException {
    client = new MqttClient(broker.url(), "caller", new MemoryPersistence());
    client.connect();
    client.subscribe(
        new MqttSubscription[] {new MqttSubscription(ANSWERS, 1)},
        new IMqttMessageListener[] {(topic, message) -> answered(message)});
  }

  /** Connects a client to a broker. */
  static MqttCaller at(Broker broker) throws MqttException {
    return new MqttCaller(broker);
  }

  /** Waits until an edge takes methods. */
  void awaitEdge() {
    present.drainPermits();
    await().until(this::isListening);
  }

  /** Asks whether anybody is there, which is no part of what a test does. */
  private boolean isListening() throws Exception {
    call("Echo", "0", NOBODY);
    return present.tryAcquire(1, TimeUnit.SECONDS);
  }

  private void answered(MqttMessage answer) {
    if (new String(answer.getProperties().getCorrelationData(), UTF_8).equals(NOBODY)) {
      present.release();
    } else {
      answers.add(answer);
    }
  }

  /** Calls a method and does not wait for the answer. */
  void call(String method, String payload, String correlation) throws MqttException {
    publish(method, request(payload, correlation));
  }

  /** Sends a message to the topic of a method. */
  void publish(String method, MqttMessage message) throws MqttException {
    client.publish("edge/methods/" + method, message);
  }

  static MqttMessage request(String payload, String correlation) {
    MqttProperties properties = new MqttProperties();
    properties.setResponseTopic(ANSWERS);
    properties.setCorrelationData(correlation.getBytes(UTF_8));
    return new MqttMessage(payload.getBytes(UTF_8), 1, false, properties);
  }

  /** The next answer. */
  MqttMessage answer() throws InterruptedException {
    MqttMessage answer = answers.poll(30, TimeUnit.SECONDS);
    assertThat(answer).isNotNull();
    return answer;
  }

  void forgetAnswers() {
    answers.clear();
  }

  static String status(MqttMessage message) {
    return message.getProperties().getUserProperties().get(0).getValue();
  }

  static String text(MqttMessage message) {
    return new String(message.getPayload(), UTF_8);
  }

  @Override
  public void close() throws MqttException {
    client.disconnectForcibly(1, 1);
    client.close(true);
  }
}
