package org.bactrian.localazure;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.messages.MqttConnAckMessage;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.localazure.sas.SasToken;

/** A device on a bare MQTT client, for what SDKs never do. */
final class RawDevice implements AutoCloseable {

  private static final int SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final MqttClient client;
  private final RunningAzure running;
  private final List<MqttPublishMessage> received = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private List<Integer> granted = List.of();
  private boolean resumed;

  private RawDevice(RunningAzure running, MqttClientOptions options) {
    this.running = running;
    options.setSsl(true).setMaxMessageSize(1024 * 1024);
    options.setHostnameVerificationAlgorithm("HTTPS");
    options.setTrustOptions(new PemTrustOptions().addCertPath(running.azure().caFile().toString()));
    client = MqttClient.create(vertx, options);
    client.publishHandler(received::add);
    client.closeHandler(ignored -> closed.complete(null));
  }

  static RawDevice of(RunningAzure running, ClientId id, String password, boolean cleanSession) {
    MqttClientOptions options = new MqttClientOptions();
    options.setClientId(id.toString());
    options.setUsername("hub.localhost/" + id + "/?api-version=2021-04-12");
    options.setPassword(password);
    options.setCleanSession(cleanSession);
    return new RawDevice(running, options);
  }

  /** One that says how often it will be heard of, and then is not. */
  static RawDevice silent(RunningAzure running, ClientId id, String password, int keepAlive) {
    MqttClientOptions options = new MqttClientOptions();
    options.setClientId(id.toString());
    options.setUsername("hub.localhost/" + id + "/?api-version=2021-04-12");
    options.setPassword(password);
    options.setKeepAliveInterval(keepAlive);
    options.setAutoKeepAlive(false);
    return new RawDevice(running, options);
  }

  static RawDevice withUser(RunningAzure running, ClientId id, String user, String password) {
    MqttClientOptions options = new MqttClientOptions();
    options.setClientId(id.toString());
    options.setUsername(user);
    options.setPassword(password);
    return new RawDevice(running, options);
  }

  /** The code of the answer to a CONNECT packet of a level: 4 is MQTT 3.1.1, 5 is MQTT 5. */
  static int answerToMqtt(int level, RunningAzure running, ClientId id, String password)
      throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(packet);
    body.writeUTF("MQTT");
    body.writeByte(level);
    // User name, password, clean session.
    body.writeByte(0xC2);
    body.writeShort(60);
    if (level == 5) {
      body.writeByte(0);
    }
    body.writeUTF(id.toString());
    body.writeUTF("hub.localhost/" + id + "/?api-version=2021-04-12");
    body.writeUTF(password);
    try (Socket socket =
        LocalTrust.sslContext(running.azure().caFile())
            .getSocketFactory()
            .createSocket("localhost", running.hub().mqttPort())) {
      socket.setSoTimeout(SECONDS * 1_000);
      ByteArrayOutputStream sent = new ByteArrayOutputStream();
      sent.write(0x10);
      // The remaining length in seven bits a byte.
      sent.write(packet.size() % 128 | 0x80);
      sent.write(packet.size() / 128);
      packet.writeTo(sent);
      socket.getOutputStream().write(sent.toByteArray());
      return socket.getInputStream().readNBytes(4)[3] & 0xFF;
    }
  }

  /** A password from the primary key in a connection string. */
  static String password(ClientId id, String connectionString, Instant expiry) {
    String key = connectionString.replaceAll(".*SharedAccessKey=([^;]+).*", "$1");
    String module = id.moduleId().map(name -> "/modules/" + name).orElse("");
    return SasToken.create("hub.localhost/devices/" + id.deviceId() + module, key, "", expiry);
  }

  MqttConnAckMessage connect() throws Exception {
    MqttConnAckMessage answer = get(client.connect(running.hub().mqttPort(), "localhost"));
    resumed = answer.isSessionPresent();
    return answer;
  }

  void subscribe(String filter, int qos) throws Exception {
    CompletableFuture<List<Integer>> acknowledged = new CompletableFuture<>();
    client.subscribeCompletionHandler(message -> acknowledged.complete(message.grantedQoSLevels()));
    get(client.subscribe(filter, qos));
    granted = acknowledged.get(SECONDS, TimeUnit.SECONDS);
  }

  /** Returns whether the hub had a session of this client. */
  boolean resumed() {
    return resumed;
  }

  List<Integer> granted() {
    return granted;
  }

  /** Publishes with QoS 1; the result is done when it is acknowledged. */
  CompletableFuture<Integer> publish(String topic, Buffer payload) throws Exception {
    CompletableFuture<Integer> acknowledged = new CompletableFuture<>();
    client.publishCompletionHandler(acknowledged::complete);
    send(topic, payload, MqttQoS.AT_LEAST_ONCE);
    return acknowledged;
  }

  /** Publishes without waiting: the other side may cut the connection before all is written. */
  void beginToPublish(String topic, Buffer payload) {
    client.publish(topic, payload, MqttQoS.AT_LEAST_ONCE, false, false);
  }

  int send(String topic, Buffer payload, MqttQoS qos) throws Exception {
    return get(client.publish(topic, payload, qos, false, false));
  }

  void whenAcknowledged(Consumer<Integer> observer) {
    client.publishCompletionHandler(observer::accept);
  }

  List<MqttPublishMessage> received() {
    return received;
  }

  void awaitClosed() throws Exception {
    closed.get(SECONDS, TimeUnit.SECONDS);
  }

  boolean isConnected() {
    return client.isConnected();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
  }
}
