package org.bactrian.localazure;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.transport.NoRetry;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.bactrian.localazure.hub.LocalHub;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.localazure.pki.LocalTrust;

/** A local Azure on free ports, with the SDKs' clients for it. */
final class RunningAzure implements AutoCloseable {

  private final LocalAzure azure;
  private final List<DeviceMessage> received = new CopyOnWriteArrayList<>();

  private RunningAzure(LocalAzure azure) {
    this.azure = azure;
    azure.hub().onTelemetry(received::add);
    // The service SDK takes no context of its own: it trusts what the JVM trusts.
    HttpsURLConnection.setDefaultSSLSocketFactory(trust().getSocketFactory());
  }

  static RunningAzure in(Path folder) {
    return new RunningAzure(LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts()));
  }

  LocalAzure azure() {
    return azure;
  }

  LocalHub hub() {
    return azure.hub();
  }

  List<DeviceMessage> received() {
    return received;
  }

  SSLContext trust() {
    return LocalTrust.sslContext(azure.caFile());
  }

  /** A device that is registered, not yet connected, and gives up at once when refused. */
  DeviceClient device(String id) {
    return deviceWith(hub().register(ClientId.device(id)));
  }

  DeviceClient deviceWith(String connectionString) {
    DeviceClient client =
        new DeviceClient(connectionString, IotHubClientProtocol.MQTT, trustingOptions());
    client.setRetryPolicy(new NoRetry());
    return client;
  }

  ModuleClient module(String device, String module) {
    String connectionString = hub().register(ClientId.module(device, module));
    return new ModuleClient(connectionString, IotHubClientProtocol.MQTT, trustingOptions());
  }

  RegistryClient registryWith(String signature) {
    return new RegistryClient(serviceHost(), new AzureSasCredential(signature));
  }

  RegistryClient registry() {
    return new RegistryClient(serviceHost(), credential());
  }

  TwinClient twins() {
    return new TwinClient(serviceHost(), credential());
  }

  DirectMethodsClient methods() {
    return new DirectMethodsClient(serviceHost(), credential());
  }

  String serviceHost() {
    return "localhost:" + hub().restPort();
  }

  AzureSasCredential credential() {
    return new AzureSasCredential(hub().serviceSignature(Duration.ofHours(1)));
  }

  @Override
  public void close() {
    azure.close();
  }

  private ClientOptions trustingOptions() {
    return ClientOptions.builder().sslContext(trust()).build();
  }
}
