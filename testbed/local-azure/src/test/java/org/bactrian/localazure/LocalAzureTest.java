package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.bactrian.localazure.pki.LocalTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start, files and stop. */
class LocalAzureTest {

  @TempDir Path folder;

  @Test
  void theEndpointsFileSaysWhatClientsNeedAndNoMore() throws Exception {
    try (LocalAzure azure = start()) {
      JsonNode file = new ObjectMapper().readTree(folder.resolve("local-azure.json").toFile());

      assertThat(file.fieldNames())
          .toIterable()
          .containsExactly(
              "iotHubServiceConnectionString",
              "iotHubEndpoint",
              "mqttEndpoint",
              "serviceBusConnectionString",
              "eventHubConnectionString",
              "keyVaultUrl",
              "keyVaultTenantId",
              "keyVaultClientId",
              "keyVaultClientSecret",
              "caFile",
              "edgeConnectionString");
      assertThat(file.path("iotHubServiceConnectionString").asText())
          .startsWith("HostName=hub.localhost;SharedAccessKeyName=iothubowner;SharedAccessKey=");
      assertThat(file.path("iotHubEndpoint").asText())
          .isEqualTo("https://localhost:" + azure.hub().restPort());
      assertThat(file.path("keyVaultUrl").asText())
          .isEqualTo("https://localhost:" + azure.keyVault().port());
      assertThat(file.path("mqttEndpoint").asText())
          .isEqualTo("localhost:" + azure.hub().mqttPort());
      assertThat(file.path("serviceBusConnectionString").asText())
          .startsWith("Endpoint=sb://localhost:" + azure.serviceBus().port() + ";")
          .contains(";SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=")
          .endsWith(";UseDevelopmentEmulator=true");
      assertThat(file.path("eventHubConnectionString").asText())
          .startsWith("Endpoint=sb://localhost:" + azure.serviceBus().port() + ";")
          .contains(";SharedAccessKeyName=service;SharedAccessKey=")
          .endsWith(";EntityPath=iothub-ehub-hub;UseDevelopmentEmulator=true");
      assertThat(Path.of(file.path("caFile").asText())).isEqualTo(azure.caFile().toAbsolutePath());
      assertThat(file.path("edgeConnectionString").asText())
          .startsWith("HostName=hub.localhost;DeviceId=plant-edge;ModuleId=bactrian;")
          .endsWith(";GatewayHostName=localhost:" + azure.hub().mqttPort() + "#");
    }
  }

  @Test
  void whatItWritesIsReadableByTheOwnerOnly() throws Exception {
    try (LocalAzure azure = start();
        Stream<Path> written = Files.walk(folder)) {
      List<Path> files = written.filter(Files::isRegularFile).toList();

      assertThat(files).contains(azure.caFile()).hasSizeGreaterThan(5);
      for (Path file : files) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void itListensOnLoopbackOnly() throws Exception {
    try (LocalAzure azure = start()) {
      InetAddress outside = InetAddress.getLocalHost();
      if (!outside.isLoopbackAddress()) {
        assertThatThrownBy(() -> connect(outside, azure.hub().mqttPort())).isNotNull();
        assertThatThrownBy(() -> connect(outside, azure.hub().restPort())).isNotNull();
      }
      connect(InetAddress.getLoopbackAddress(), azure.hub().mqttPort());
    }
  }

  @Test
  void twoHubsHaveDifferentKeys(@TempDir Path other) {
    try (LocalAzure one = start();
        LocalAzure two = LocalAzure.start(LocalAzureSettings.in(other).withFreePorts())) {
      assertThat(one.hub().serviceConnectionString())
          .isNotEqualTo(two.hub().serviceConnectionString());
    }
  }

  @Test
  void aPortThatIsTakenIsNamedWithTheMend(@TempDir Path other) {
    try (LocalAzure azure = start()) {
      LocalAzureSettings same =
          LocalAzureSettings.in(other).withFreePorts().withMqttPort(azure.hub().mqttPort());

      assertThatThrownBy(() -> LocalAzure.start(same))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(Integer.toString(azure.hub().mqttPort()))
          .hasMessageContaining("choose others");
      assertThat(other.resolve("local-azure.json")).doesNotExist();
    }
  }

  @Test
  void aServerCertificateThatIsAboutToEndIsRenewedByTheSameAuthority() throws Exception {
    X509Certificate first;
    byte[] ca;
    try (LocalAzure azure = start()) {
      first = serverCertificate(azure);
      ca = Files.readAllBytes(azure.caFile());
    }
    Clock nearTheEnd = Clock.offset(Clock.systemUTC(), Duration.ofDays(380));

    try (LocalAzure azure =
        LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts(), nearTheEnd)) {
      assertThat(Files.readAllBytes(azure.caFile())).isEqualTo(ca);
      X509Certificate renewed = readCertificate(folder.resolve("local-azure-pki/server.pem"));
      assertThat(renewed.getSerialNumber()).isNotEqualTo(first.getSerialNumber());
    }
  }

  private LocalAzure start() {
    return LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts());
  }

  private static void connect(InetAddress address, int port) throws Exception {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2_000);
    }
  }

  private static X509Certificate serverCertificate(LocalAzure azure) throws Exception {
    SSLSocketFactory factory = LocalTrust.sslContext(azure.caFile()).getSocketFactory();
    try (SSLSocket socket = (SSLSocket) factory.createSocket("localhost", azure.hub().restPort())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static X509Certificate readCertificate(Path file) throws Exception {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
