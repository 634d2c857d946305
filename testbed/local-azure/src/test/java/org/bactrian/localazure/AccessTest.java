package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.IotHubConnectionStatus;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.DeviceStatus;
import io.vertx.mqtt.MqttConnectionException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.sas.SasToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that may connect as a device. */
class AccessTest {

  private static final ClientId PRESS = ClientId.device("press-1");

  @TempDir Path folder;
  private RunningAzure running;

  @BeforeEach
  void start() {
    running = RunningAzure.in(folder);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void aWrongKeyIsRefused() {
    String wrong = Base64.getEncoder().encodeToString(new byte[32]);
    String connectionString =
        running
            .hub()
            .register(PRESS)
            .replaceAll("SharedAccessKey=[^;]+", "SharedAccessKey=" + wrong);

    assertUnauthorized(() -> running.deviceWith(connectionString).open(false));
  }

  @Test
  void anUnknownDeviceIsRefused() {
    String connectionString =
        running.hub().register(PRESS).replace("DeviceId=press-1", "DeviceId=nobody");

    assertUnauthorized(() -> running.deviceWith(connectionString).open(false));
  }

  @Test
  void aDisabledDeviceIsRefused() throws Exception {
    DeviceClient client = running.device("press-1");
    disable("press-1");

    assertUnauthorized(() -> client.open(false));
  }

  @Test
  void aModuleOfADisabledDeviceIsRefused() throws Exception {
    String connectionString = running.hub().register(ClientId.module("plant", "publisher"));
    disable("plant");
    ClientId id = ClientId.module("plant", "publisher");
    String password = RawDevice.password(id, connectionString, Instant.now().plusSeconds(60));

    try (RawDevice module = RawDevice.of(running, id, password, true)) {
      assertRefused(module, 5);
    }
  }

  @Test
  void aDeviceThatIsDisabledLosesItsConnection() throws Exception {
    DeviceClient client = running.device("press-1");
    AtomicReference<IotHubConnectionStatus> status = new AtomicReference<>();
    client.setConnectionStatusChangeCallback(change -> status.set(change.getNewStatus()), null);
    client.open(false);

    disable("press-1");

    await().until(() -> status.get() == IotHubConnectionStatus.DISCONNECTED);
  }

  @Test
  void aSignatureThatHasEndedIsRefused() throws Exception {
    String connectionString = running.hub().register(PRESS);
    String password = RawDevice.password(PRESS, connectionString, Instant.now().minusSeconds(1));

    try (RawDevice device = RawDevice.of(running, PRESS, password, true)) {
      assertRefused(device, 5);
    }
  }

  @Test
  void aConnectionEndsWithItsSignature() throws Exception {
    String connectionString = running.hub().register(PRESS);

    // A signature may end while its connection is made; then another one is tried.
    try (RawDevice device =
        await()
            .ignoreExceptionsInstanceOf(ExecutionException.class)
            .until(() -> connectedForSeconds(connectionString), connected -> true)) {
      device.awaitClosed();
    }
  }

  private RawDevice connectedForSeconds(String connectionString) throws Exception {
    String password = RawDevice.password(PRESS, connectionString, Instant.now().plusSeconds(3));
    RawDevice device = RawDevice.of(running, PRESS, password, true);
    try {
      device.connect();
      return device;
    } catch (ExecutionException e) {
      device.close();
      throw e;
    }
  }

  @Test
  void aDevicesSignatureDoesNotOpenAnother() throws Exception {
    String connectionString = running.hub().register(PRESS);
    running.hub().register(ClientId.device("press-2"));
    String password = RawDevice.password(PRESS, connectionString, Instant.now().plusSeconds(60));

    try (RawDevice device = RawDevice.of(running, ClientId.device("press-2"), password, true)) {
      assertRefused(device, 5);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hub.localhost/press-12/?api-version=2021-04-12",
        "other.azure-devices.net/press-1/?api-version=2021-04-12",
        "hub.localhost/press-1",
        "hub.localhost/press-1/?api-version=",
        "hub.localhost/press-1/?DeviceClientType=none",
        "hub.localhost"
      })
  void aUserNameThatIsNotOneOfTheClientAtThisHubIsRefused(String user) throws Exception {
    String connectionString = running.hub().register(PRESS);
    String password = RawDevice.password(PRESS, connectionString, Instant.now().plusSeconds(60));

    try (RawDevice device = RawDevice.withUser(running, PRESS, user, password)) {
      assertRefused(device, 5);
    }
  }

  @Test
  void aClientOfMqtt5IsRefused() throws Exception {
    String password =
        RawDevice.password(PRESS, running.hub().register(PRESS), Instant.now().plusSeconds(60));

    assertThat(RawDevice.answerToMqtt(5, running, PRESS, password)).isEqualTo(0x84);
    assertThat(RawDevice.answerToMqtt(4, running, PRESS, password)).isZero();
  }

  @Test
  void aPolicyThatMayConnectDevicesOpensAnyDevice() throws Exception {
    running.hub().register(PRESS);

    try (RawDevice device = RawDevice.of(running, PRESS, signedBy("device"), true)) {
      assertThat(device.connect().code().byteValue()).isZero();
    }
    try (RawDevice device = RawDevice.of(running, PRESS, signedBy("service"), true)) {
      assertRefused(device, 5);
    }
  }

  @Test
  void aSecondConnectionTakesTheFirstOnesPlace() throws Exception {
    String connectionString = running.hub().register(PRESS);
    String password = RawDevice.password(PRESS, connectionString, Instant.now().plusSeconds(60));

    try (RawDevice first = RawDevice.of(running, PRESS, password, true);
        RawDevice second = RawDevice.of(running, PRESS, password, true)) {
      first.connect();
      second.connect();

      first.awaitClosed();
      assertThat(second.isConnected()).isTrue();
      assertThat(running.registry().getDevice("press-1").getConnectionState())
          .hasToString("Connected");
    }
  }

  @Test
  void theSdkSendsAgainAfterItsDeviceIsEnabledAgain() throws Exception {
    DeviceClient client = running.device("press-1");
    disable("press-1");
    assertUnauthorized(() -> client.open(false));
    Device device = running.registry().getDevice("press-1");
    device.setStatus(DeviceStatus.Enabled);
    running.registry().updateDevice(device);

    client.open(false);
    client.sendEvent(new Message("back"));

    assertThat(running.received()).hasSize(1);
    client.close();
  }

  private String signedBy(String policy) {
    String key =
        running.hub().serviceConnectionString(policy).replaceAll(".*SharedAccessKey=([^;]+)", "$1");
    return SasToken.create("hub.localhost", key, policy, Instant.now().plusSeconds(60));
  }

  private void disable(String deviceId) throws Exception {
    Device device = running.registry().getDevice(deviceId);
    device.setStatus(DeviceStatus.Disabled);
    running.registry().updateDevice(device);
  }

  private static void assertUnauthorized(ThrowingCallable open) {
    assertThatThrownBy(open)
        .isInstanceOfSatisfying(
            IotHubClientException.class,
            e -> assertThat(e.getStatusCode()).isEqualTo(IotHubStatusCode.UNAUTHORIZED));
  }

  private static void assertRefused(RawDevice device, int code) {
    assertThatThrownBy(device::connect)
        .cause()
        .isInstanceOfSatisfying(
            MqttConnectionException.class,
            e -> assertThat(e.code().byteValue()).isEqualTo((byte) code));
  }
}
