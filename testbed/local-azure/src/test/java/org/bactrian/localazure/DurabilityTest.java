package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.keyvault.VaultSdkClients;
import org.bactrian.localazure.keyvault.auth.VaultClient;
import org.bactrian.patience.JvmProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State that survives a stop and a kill. */
class DurabilityTest {

  @TempDir Path folder;

  @Test
  void identitiesTwinsKeysAndCertificatesSurviveARestart() throws Exception {
    String service;
    String device;
    byte[] ca;
    try (RunningAzure running = RunningAzure.in(folder)) {
      service = running.hub().serviceConnectionString();
      running.hub().register(ClientId.device("press-1"));
      device = running.registry().getDevice("press-1").getPrimaryKey();
      ca = Files.readAllBytes(running.azure().caFile());
      Twin patch = new Twin("press-1");
      patch.getTags().put("site", "north");
      patch.getDesiredProperties().put("interval", 5);
      running.twins().patch(patch);
    }

    try (RunningAzure running = RunningAzure.in(folder)) {
      assertThat(running.hub().serviceConnectionString()).isEqualTo(service);
      assertThat(running.registry().getDevice("press-1").getPrimaryKey()).isEqualTo(device);
      assertThat(Files.readAllBytes(running.azure().caFile())).isEqualTo(ca);
      Twin twin = running.twins().get("press-1");
      assertThat(twin.getTags()).containsEntry("site", "north");
      assertThat(twin.getDesiredProperties()).containsKey("interval");
      assertThat(twin.getDesiredProperties().getVersion()).isEqualTo(2);
    }
  }

  @Test
  void aDeviceThatIsConnectedWhenTheHubDiesIsDisconnectedAfterwards() throws Exception {
    RunningAzure running = RunningAzure.in(folder);
    DeviceClient device = running.device("press-1");
    device.open(false);
    running.azure().halt();

    try (RunningAzure again = RunningAzure.in(folder)) {
      assertThat(again.registry().getDevice("press-1").getConnectionState())
          .hasToString("Disconnected");
    }
    device.close();
  }

  @Test
  void theSdkReconnectsToARestartedHubAndItsMethodsWorkAgain() throws Exception {
    RunningAzure running = RunningAzure.in(folder);
    int mqttPort = running.hub().mqttPort();
    DeviceClient device =
        running.reconnectingDevice(running.hub().register(ClientId.device("press-1")));
    device.open(false);
    device.subscribeToMethods((name, payload, c) -> new DirectMethodResponse(200, null), null);
    running.azure().halt();

    try (RunningAzure again = RunningAzure.in(folder, mqttPort)) {
      // The SDK subscribes to methods once in its life: the hub has to have kept that.
      assertThat(again.methods().invoke("press-1", "Start", RunningAzure.patient()).getStatus())
          .isEqualTo(200);
    }
    device.close();
  }

  @Test
  void whatWasAnsweredBeforeKillMinusNineIsThereAfterwards() throws Exception {
    Process hub = fork();
    try {
      RunningAzure.trustFor(folder.resolve("local-azure-pki/ca.pem"));
      JsonNode endpoints = endpoints();
      String host = endpoints.path("iotHubEndpoint").asText().replace("https://", "");
      var clients = new SdkClients(host, endpoints.path("iotHubServiceConnectionString").asText());
      for (int i = 0; i < 20; i++) {
        clients.registry().addDevice(new Device("press-" + i));
      }
      reportOnce(endpoints);
      Twin patch = new Twin("press-19");
      patch.getTags().put("last", "word");
      clients.twins().patch(patch);
      vaultClients(endpoints).secrets().setSecret("password", "kept");
    } finally {
      hub.destroyForcibly().waitFor();
    }

    try (RunningAzure running = RunningAzure.in(folder)) {
      for (int i = 0; i < 20; i++) {
        assertThat(running.registry().getDevice("press-" + i).getPrimaryKey()).isNotBlank();
      }
      assertThat(running.twins().get("plant-edge", "bactrian").getReportedProperties())
          .containsEntry("site", "north");
      assertThat(running.twins().get("press-19").getTags()).containsEntry("last", "word");
      assertThat(vaultClients(endpoints()).secrets().getSecret("password").getValue())
          .isEqualTo("kept");
    }
  }

  @Test
  void aFolderInUseIsNamedWithTheMend() {
    try (RunningAzure running = RunningAzure.in(folder)) {
      assertThat(running.azure().caFile()).exists();
      assertThatThrownBy(() -> RunningAzure.in(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is in use by another local Azure");
    }
  }

  private static VaultSdkClients vaultClients(JsonNode endpoints) {
    VaultClient client =
        new VaultClient(
            endpoints.path("keyVaultTenantId").asText(),
            endpoints.path("keyVaultClientId").asText(),
            endpoints.path("keyVaultClientSecret").asText());
    return VaultSdkClients.of(
        endpoints.path("keyVaultUrl").asText(), Path.of(endpoints.path("caFile").asText()), client);
  }

  private void reportOnce(JsonNode endpoints) throws Exception {
    ModuleClient module =
        RunningAzure.moduleTrusting(
            endpoints.path("edgeConnectionString").asText(),
            Path.of(endpoints.path("caFile").asText()));
    module.open(false);
    module.subscribeToDesiredProperties((twin, context) -> {}, null);
    TwinCollection reported = new TwinCollection();
    reported.put("site", "north");
    TwinReports.report(module, reported);
    module.close();
  }

  private Process fork() throws Exception {
    ProcessBuilder builder = JvmProcess.of(ForkedAzure.class, folder.toString());
    builder.redirectErrorStream(true).redirectOutput(new File(folder.toFile(), "hub.log"));
    Process process = builder.start();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(folder.resolve("local-azure.json")) || !process.isAlive());
    return process;
  }

  private JsonNode endpoints() throws Exception {
    return new ObjectMapper().readTree(folder.resolve("local-azure.json").toFile());
  }
}
