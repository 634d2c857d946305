package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.service.auth.AuthenticationType;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubConflictException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubPreconditionFailedException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.DeviceConnectionState;
import com.microsoft.azure.sdk.iot.service.registry.DeviceStatus;
import com.microsoft.azure.sdk.iot.service.registry.Module;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.DeviceCapabilities;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.bactrian.localazure.sas.SasToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The identity registry through the unmodified service SDK. */
class IdentitiesTest {

  @TempDir Path folder;
  private RunningAzure running;
  private RegistryClient registry;

  @BeforeEach
  void start() {
    running = RunningAzure.in(folder);
    registry = running.registry();
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void aNewDeviceGetsKeysAndAnEtagAndIsReadBack() throws Exception {
    Device created = registry.addDevice(new Device("press-1"));

    Device read = registry.getDevice("press-1");
    assertThat(read.getPrimaryKey()).isNotBlank().isEqualTo(created.getPrimaryKey());
    assertThat(read.getSecondaryKey()).isNotBlank().isNotEqualTo(read.getPrimaryKey());
    assertThat(read.getETag()).isNotBlank().isEqualTo(created.getETag());
    assertThat(read.getGenerationId()).isNotBlank();
    assertThat(read.getStatus()).isEqualTo(DeviceStatus.Enabled);
    assertThat(read.getConnectionState()).isEqualTo(DeviceConnectionState.Disconnected);
  }

  @Test
  void aDeviceThatExistsCannotBeCreatedAgain() throws Exception {
    registry.addDevice(new Device("press-1"));

    assertThatThrownBy(() -> registry.addDevice(new Device("press-1")))
        .isInstanceOf(IotHubConflictException.class);
  }

  @Test
  void anUnknownDeviceIsNotFound() {
    assertThatThrownBy(() -> registry.getDevice("nobody"))
        .isInstanceOf(IotHubNotFoundException.class);
  }

  @Test
  void anUpdateChangesTheEtagAndADeleteWithTheOldOneIsRefused() throws Exception {
    Device old = registry.addDevice(new Device("press-1"));
    Device changed = registry.getDevice("press-1");
    changed.setStatus(DeviceStatus.Disabled);

    Device updated = registry.updateDevice(changed);

    assertThat(updated.getStatus()).isEqualTo(DeviceStatus.Disabled);
    assertThat(updated.getETag()).isNotEqualTo(old.getETag());
    assertThatThrownBy(() -> registry.removeDevice(old))
        .isInstanceOf(IotHubPreconditionFailedException.class);
    registry.removeDevice(updated);
    assertThatThrownBy(() -> registry.getDevice("press-1"))
        .isInstanceOf(IotHubNotFoundException.class);
  }

  @Test
  void modulesAreListedOnTheirDeviceAndGoWithIt() throws Exception {
    registry.addDevice(new Device("plant"));
    registry.addDevice(new Device("plant-2"));
    registry.addModule(new Module("plant", "publisher"));
    registry.addModule(new Module("plant", "twin"));
    registry.addModule(new Module("plant-2", "publisher"));

    assertThat(registry.getModulesOnDevice("plant"))
        .extracting(Module::getId)
        .containsExactly("publisher", "twin");
    registry.removeDevice("plant");

    assertThatThrownBy(() -> registry.getModule("plant", "publisher"))
        .isInstanceOf(IotHubNotFoundException.class);
    assertThat(registry.getModule("plant-2", "publisher").getPrimaryKey()).isNotBlank();
  }

  @Test
  void aModuleNeedsItsDevice() {
    assertThatThrownBy(() -> registry.addModule(new Module("nobody", "publisher")))
        .isInstanceOf(IotHubNotFoundException.class);
  }

  @Test
  void anEdgeDeviceComesWithItsSystemModules() throws Exception {
    Device edge = new Device("gateway");
    DeviceCapabilities capabilities = new DeviceCapabilities();
    capabilities.setIotEdge(true);
    edge.setCapabilities(capabilities);

    registry.addDevice(edge);

    assertThat(registry.getDevice("gateway").getCapabilities().isIotEdge()).isTrue();
    assertThat(registry.getModulesOnDevice("gateway"))
        .extracting(Module::getId)
        .containsExactly("$edgeAgent", "$edgeHub");
  }

  @Test
  void thumbprintsAreKept() throws Exception {
    Device device = new Device("camera", AuthenticationType.SELF_SIGNED);
    device.setThumbprint("A".repeat(40), "B".repeat(64));

    registry.addDevice(device);

    assertThat(registry.getDevice("camera").getPrimaryThumbprint()).isEqualTo("A".repeat(40));
    assertThat(registry.getDevice("camera").getSecondaryThumbprint()).isEqualTo("B".repeat(64));
  }

  @Test
  void theRegistrySaysWhoIsConnected() throws Exception {
    DeviceClient device = running.device("press-1");

    device.open(false);
    assertThat(registry.getDevice("press-1").getConnectionState())
        .isEqualTo(DeviceConnectionState.Connected);

    device.close();
    await()
        .until(
            () ->
                registry.getDevice("press-1").getConnectionState()
                    == DeviceConnectionState.Disconnected);
  }

  @Test
  void statisticsCountDevices() throws Exception {
    registry.addDevice(new Device("press-1"));
    Device disabled = new Device("press-2");
    disabled.setStatus(DeviceStatus.Disabled);
    registry.addDevice(disabled);

    // plant-edge, which every local hub has, and the two.
    assertThat(registry.getStatistics().getTotalDeviceCount()).isEqualTo(3);
    assertThat(registry.getStatistics().getDisabledDeviceCount()).isEqualTo(1);
  }

  @Test
  void aWrongServiceKeyIsRefused() {
    String forged =
        SasToken.create(
            "hub.localhost",
            "d3Jvbmcga2V5IG9mIHNvbWVib2R5",
            "iothubowner",
            Instant.now().plusSeconds(60));

    assertThatThrownBy(() -> running.registryWith(forged).getDevice("plant-edge"))
        .isInstanceOf(IotHubUnauthorizedException.class);
  }

  @Test
  void aServiceSignatureThatHasEndedIsRefused() {
    String ended = running.hub().serviceSignature(Duration.ofSeconds(-1));

    assertThatThrownBy(() -> running.registryWith(ended).getDevice("plant-edge"))
        .isInstanceOf(IotHubUnauthorizedException.class);
  }
}
