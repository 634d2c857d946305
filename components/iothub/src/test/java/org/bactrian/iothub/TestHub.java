package org.bactrian.iothub;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.localazure.iotedge.LocalIotEdge;

/** A local hub on free ports that can be killed and started again on the same ones. */
public final class TestHub implements AutoCloseable {

  private final Path folder;
  private final List<DeviceMessage> received = new CopyOnWriteArrayList<>();
  private LocalAzure azure;
  private int mqttPort;
  private int restPort;
  private boolean running;

  private TestHub(Path folder) {
    this.folder = folder;
  }

  public static TestHub in(Path folder) {
    TestHub hub = new TestHub(folder);
    hub.start();
    return hub;
  }

  private void start() {
    azure =
        LocalAzure.start(
            LocalAzureSettings.in(folder)
                .withFreePorts()
                .withMqttPort(mqttPort)
                .withRestPort(restPort));
    azure.hub().onTelemetry(received::add);
    mqttPort = azure.hub().mqttPort();
    restPort = azure.hub().restPort();
    running = true;
  }

  public void kill() {
    azure.halt();
    running = false;
  }

  public void startAgain() {
    start();
  }

  /** Registers a module and returns its connection string. */
  public String module(String device, String module) {
    return azure.hub().register(ClientId.module(device, module));
  }

  /** Registers a device and returns its connection string. */
  public String device(String device) {
    return azure.hub().register(ClientId.device(device));
  }

  /** Serves a module's workload API on a Unix socket, as IoT Edge does. */
  public LocalIotEdge iotEdge(String device, String module, Path socket) {
    return LocalIotEdge.start(azure, ClientId.module(device, module), socket);
  }

  public String service() {
    return azure.hub().serviceConnectionString();
  }

  public String service(String policy) {
    return azure.hub().serviceConnectionString(policy);
  }

  public String endpoint() {
    return "localhost:" + restPort;
  }

  public int mqttPort() {
    return mqttPort;
  }

  public String caFile() {
    return azure.caFile().toString();
  }

  /** Everything that the hub accepted, over all its starts. */
  public List<DeviceMessage> received() {
    return received;
  }

  public List<String> bodies() {
    return received.stream()
        .map(message -> new String(message.body(), StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public void close() {
    if (running) {
      azure.close();
    }
  }
}
