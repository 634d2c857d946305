package org.bactrian.localazure;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.transport.NoRetry;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.bactrian.localazure.hub.LocalHub;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.localazure.pki.LocalTrust;

/** A local Azure on free ports, with the SDKs' clients for it. */
final class RunningAzure implements AutoCloseable {

  static {
    // Machines that build many modules at once are slow; a condition that holds ends at once.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  private final LocalAzure azure;
  private final List<DeviceMessage> received = new CopyOnWriteArrayList<>();

  private RunningAzure(LocalAzure azure) {
    this.azure = azure;
    azure.hub().onTelemetry(received::add);
    trustFor(azure.caFile());
  }

  static RunningAzure in(Path folder) {
    return in(folder, 0);
  }

  static RunningAzure in(Path folder, int mqttPort) {
    return with(LocalAzureSettings.in(folder).withFreePorts().withMqttPort(mqttPort));
  }

  static RunningAzure with(LocalAzureSettings settings) {
    return new RunningAzure(LocalAzure.start(settings));
  }

  /** The service SDK takes no context of its own: it trusts what the JVM trusts. */
  static void trustFor(Path caFile) {
    HttpsURLConnection.setDefaultSSLSocketFactory(LocalTrust.sslContext(caFile).getSocketFactory());
  }

  /** Waits for a device that is not connected yet. */
  static DirectMethodRequestOptions patient() {
    return DirectMethodRequestOptions.builder().methodConnectTimeoutSeconds(20).build();
  }

  LocalAzure azure() {
    return azure;
  }

  X509Certificate caCertificate() throws Exception {
    try (var in = Files.newInputStream(azure.caFile())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  LocalHub hub() {
    return azure.hub();
  }

  List<DeviceMessage> received() {
    return received;
  }

  /** A device that is registered, not yet connected, and gives up at once when refused. */
  DeviceClient device(String id) {
    return deviceWith(hub().register(ClientId.device(id)));
  }

  DeviceClient deviceWith(String connectionString) {
    return deviceTrusting(connectionString, azure.caFile());
  }

  static DeviceClient deviceTrusting(String connectionString, Path caFile) {
    DeviceClient client =
        new DeviceClient(connectionString, IotHubClientProtocol.MQTT, trusting(caFile));
    client.setRetryPolicy(new NoRetry());
    return client;
  }

  /** A device that shows a certificate; the hub has its thumbprint. */
  DeviceClient deviceWithCertificate(String id, SSLContext identity) {
    DeviceClient client =
        new DeviceClient(
            "HostName=hub.localhost;DeviceId="
                + id
                + ";x509=true;GatewayHostName=localhost:"
                + hub().mqttPort()
                + "#",
            IotHubClientProtocol.MQTT,
            ClientOptions.builder().sslContext(identity).build());
    client.setRetryPolicy(new NoRetry());
    return client;
  }

  /** A device that keeps trying, as the SDK does unless told otherwise. */
  DeviceClient reconnectingDevice(String connectionString) {
    return new DeviceClient(connectionString, IotHubClientProtocol.MQTT, trusting(azure.caFile()));
  }

  ModuleClient module(String device, String module) {
    return moduleTrusting(hub().register(ClientId.module(device, module)), azure.caFile());
  }

  static ModuleClient moduleTrusting(String connectionString, Path caFile) {
    return new ModuleClient(connectionString, IotHubClientProtocol.MQTT, trusting(caFile));
  }

  RegistryClient registryWith(String signature) {
    return new RegistryClient(serviceHost(), new AzureSasCredential(signature));
  }

  RegistryClient registry() {
    return clients().registry();
  }

  TwinClient twins() {
    return clients().twins();
  }

  DirectMethodsClient methods() {
    return clients().methods();
  }

  String serviceHost() {
    return "localhost:" + hub().restPort();
  }

  @Override
  public void close() {
    azure.close();
  }

  private SdkClients clients() {
    return new SdkClients(serviceHost(), hub().serviceConnectionString());
  }

  private static ClientOptions trusting(Path caFile) {
    return ClientOptions.builder().sslContext(LocalTrust.sslContext(caFile)).build();
  }
}
