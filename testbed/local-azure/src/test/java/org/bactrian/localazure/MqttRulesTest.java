package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.service.registry.DeviceConnectionState;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules by which IoT Hub narrows MQTT 3.1.1. */
class MqttRulesTest {

  private static final ClientId PRESS = ClientId.device("press-1");
  private static final String TELEMETRY = "devices/press-1/messages/events/";
  private static final int LIMIT = 256 * 1024;

  @TempDir Path folder;
  private RunningAzure running;
  private RawDevice device;

  @BeforeEach
  void start() throws Exception {
    running = RunningAzure.in(folder);
    device = connected(true);
  }

  @AfterEach
  void stop() throws Exception {
    device.close();
    running.close();
  }

  @Test
  void aMessageOf256KilobytesIsTaken() throws Exception {
    device.publish(TELEMETRY, Buffer.buffer(new byte[LIMIT])).get(60, TimeUnit.SECONDS);

    assertThat(running.received()).hasSize(1);
  }

  @Test
  void aByteMoreEndsTheConnectionUnacknowledged() throws Exception {
    var acknowledged = device.publish(TELEMETRY, Buffer.buffer(new byte[LIMIT + 1]));

    device.awaitClosed();
    assertThat(acknowledged).isNotDone();
    assertThat(running.received()).isEmpty();
  }

  @Test
  void propertiesCountAgainstTheLimit() throws Exception {
    device.publish(TELEMETRY + "a=1", Buffer.buffer(new byte[LIMIT - 1]));

    device.awaitClosed();
    assertThat(running.received()).isEmpty();
  }

  @Test
  void whatIsFarTooLargeEndsTheConnection() throws Exception {
    device.beginToPublish(TELEMETRY, Buffer.buffer(new byte[900_000]));

    device.awaitClosed();
    assertThat(running.received()).isEmpty();
  }

  @Test
  void aMessageMoreThanTheHubTakesAtATimeEndsTheConnectionUnacknowledged() throws Exception {
    running.hub().telemetryThrottle().limit(0, 1);
    device.publish(TELEMETRY, Buffer.buffer("first")).get(60, TimeUnit.SECONDS);

    var acknowledged = device.publish(TELEMETRY, Buffer.buffer("second"));

    device.awaitClosed();
    assertThat(acknowledged).isNotDone();
    assertThat(running.received()).hasSize(1);
    assertThat(running.hub().telemetryThrottle().refused()).isOne();
  }

  @Test
  void theTopicOfAnotherDeviceEndsTheConnection() throws Exception {
    device.publish("devices/press-2/messages/events/", Buffer.buffer("x"));

    device.awaitClosed();
    assertThat(running.received()).isEmpty();
  }

  @Test
  void qosTwoEndsTheConnection() throws Exception {
    device.send(TELEMETRY, Buffer.buffer("x"), MqttQoS.EXACTLY_ONCE);

    device.awaitClosed();
    assertThat(running.received()).isEmpty();
  }

  @Test
  void messagesKeepTheirOrder() throws Exception {
    for (int i = 0; i < 500; i++) {
      device.send(TELEMETRY + "n=" + i, Buffer.buffer("x"), MqttQoS.AT_MOST_ONCE);
    }

    await().until(() -> running.received().size() == 500);
    assertThat(running.received())
        .extracting(message -> Integer.parseInt(message.application().get("n")))
        .isSorted();
  }

  @Test
  void acknowledgementsKeepTheOrderOfTheMessages() throws Exception {
    List<Integer> acknowledged = new CopyOnWriteArrayList<>();
    device.whenAcknowledged(acknowledged::add);
    List<Integer> sent = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sent.add(device.send("$iothub/twin/GET/?$rid=" + i, Buffer.buffer(), MqttQoS.AT_LEAST_ONCE));
      sent.add(device.send(TELEMETRY, Buffer.buffer("x"), MqttQoS.AT_LEAST_ONCE));
    }

    await().until(() -> acknowledged.size() == sent.size());
    assertThat(acknowledged).isEqualTo(sent);
  }

  @Test
  void sendingIsActivity() throws Exception {
    String connectedAt = running.registry().getDevice("press-1").getLastActivityTime();

    await()
        .until(
            () -> {
              device.send(TELEMETRY, Buffer.buffer("x"), MqttQoS.AT_MOST_ONCE);
              String last = running.registry().getDevice("press-1").getLastActivityTime();
              return last.compareTo(connectedAt) > 0;
            });
  }

  @Test
  void systemPropertiesAreReadInBothWritings() throws Exception {
    String encoded = "%24.ct=application%2Fjson&%24.ce=utf-8&%24.cid=7&k%201=v%2B1/";
    device.publish(TELEMETRY + encoded, Buffer.buffer("{}")).get(60, TimeUnit.SECONDS);

    DeviceMessage message = running.received().get(0);
    assertThat(message.system())
        .isEqualTo(
            Map.of(
                "content-type", "application/json",
                "content-encoding", "utf-8",
                "correlation-id", "7"));
    assertThat(message.application()).isEqualTo(Map.of("k 1", "v+1"));
  }

  @Test
  void subscriptionsGetAtMostQosOneAndOnlyForTopicsOfTheHub() throws Exception {
    device.subscribe("$iothub/methods/POST/#", 2);
    assertThat(device.granted()).containsExactly(1);

    device.subscribe("devices/press-2/messages/devicebound/#", 0);
    assertThat(device.granted()).containsExactly(0x80);
  }

  @Test
  void aSessionKeepsItsSubscriptionsUntilACleanOneBegins() throws Exception {
    device.close();
    device = connected(false);
    device.subscribe("$iothub/twin/res/#", 0);
    device.close();

    device = connected(false);
    assertThat(device.resumed()).isTrue();
    device.send("$iothub/twin/GET/?$rid=42", Buffer.buffer(), MqttQoS.AT_MOST_ONCE);
    await().until(() -> device.received().size() == 1);
    assertThat(device.received().get(0).topicName()).isEqualTo("$iothub/twin/res/200/?$rid=42");
    device.close();

    connected(true).close();

    device = connected(false);
    assertThat(device.resumed()).isFalse();
  }

  @Test
  void reportedPropertiesThatAreNoJsonAreAnsweredWith400() throws Exception {
    device.subscribe("$iothub/twin/res/#", 0);

    device.send(
        "$iothub/twin/PATCH/properties/reported/?$rid=1",
        Buffer.buffer("{oops"),
        MqttQoS.AT_MOST_ONCE);

    await().until(() -> !device.received().isEmpty());
    assertThat(device.received().get(0).topicName()).isEqualTo("$iothub/twin/res/400/?$rid=1");
  }

  @Test
  void aClientThatIsKilledIsNoLongerConnected() throws Exception {
    await().until(() -> connectionState(PRESS), DeviceConnectionState.Connected::equals);

    // Without a word of MQTT, as a process ends that is killed.
    device.close();

    await().until(() -> connectionState(PRESS), DeviceConnectionState.Disconnected::equals);
  }

  @Test
  void aClientThatIsNotHeardOfIsNoLongerConnected() throws Exception {
    ClientId press = ClientId.device("press-2");
    String connectionString = running.hub().register(press);
    String password = RawDevice.password(press, connectionString, Instant.now().plusSeconds(600));
    try (RawDevice silent = RawDevice.silent(running, press, password, 6)) {
      silent.connect();
      assertThat(connectionState(press)).isEqualTo(DeviceConnectionState.Connected);

      silent.awaitClosed();
      await().until(() -> connectionState(press), DeviceConnectionState.Disconnected::equals);
    }
  }

  private DeviceConnectionState connectionState(ClientId client) throws Exception {
    return running.registry().getDevice(client.deviceId()).getConnectionState();
  }

  private RawDevice connected(boolean cleanSession) throws Exception {
    String connectionString = running.hub().register(PRESS);
    String password = RawDevice.password(PRESS, connectionString, Instant.now().plusSeconds(600));
    RawDevice raw = RawDevice.of(running, PRESS, password, cleanSession);
    raw.connect();
    return raw;
  }
}
