package org.bactrian.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.deploy.Programs;
import org.bactrian.deploy.compose.ComposeFile;
import org.bactrian.deploy.grafana.DashboardQueries;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.model.tls.ServerIdentity;
import org.bactrian.model.tls.TlsCertificates;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both images, unpacked from their tars and started with the environment of the compose file, with
 * a PostgreSQL server, the local Azure and a simulated plant beside them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContainersTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  private static ComposeFile compose;
  private static OciImage edgeImage;
  private static OciImage cloudImage;
  private static LocalAzure azure;
  private static Simulator plant;
  private static EmbeddedPostgres postgres;
  private static ImageProcess edge;
  private static ImageProcess cloud;
  private static ServerIdentity authority;
  private static X509Certificate certificate;
  private static SSLContext trust;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Programs.succeeds("unshare", "--user", "--map-root-user", "--mount", "true"),
        "Images are started where Linux lets a user make namespaces of his own");
    compose = ComposeFile.read();
    edgeImage = OciImage.built("bactrian-edge", folder.resolve("edge-image"));
    cloudImage = OciImage.built("bactrian-cloud", folder.resolve("cloud-image"));
    Path root = folder.resolve("root");
    edgeImage.unpackTo(root);
    Path azureData = Files.createDirectory(folder.resolve("azure"));
    azure = LocalAzure.start(LocalAzureSettings.in(azureData).withFreePorts());
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(60)).start();
    edge = startEdge(root, volume("edge-data", azureData));
    cloud = startCloud(root, volume("cloud-data", azureData));
    edge.managementPort();
    cloud.managementPort();
  }

  /** A volume that holds the addresses of the local Azure, which an image takes for its own. */
  private static Path volume(String name, Path azureData) throws IOException {
    Path data = Files.createDirectory(folder.resolve(name));
    JsonNode endpoints = JSON.readTree(azureData.resolve("local-azure.json").toFile());
    Path authority = Path.of(endpoints.get("caFile").asText());
    Files.copy(authority, data.resolve("azure-ca.pem"));
    ((ObjectNode) endpoints).put("caFile", "/data/azure-ca.pem");
    JSON.writeValue(data.resolve("local-azure.json").toFile(), endpoints);
    return data;
  }

  private static ImageProcess startEdge(Path root, Path data) throws IOException {
    Map<String, String> environment = environment("edge");
    Files.writeString(
        data.resolve("nodes.json"),
        """
        [{"EndpointUrl": "%s", "UseSecurity": false, "BatchSize": 1,
          "OpcNodes": [{"Id": "i=2258", "OpcPublishingInterval": 100, "OpcSamplingInterval": 100}]}]
        """
            .formatted(plant.endpointUrl()));
    environment.put("PublishedNodesFile", "/data/nodes.json");
    environment.put("HttpServerPort", "0");
    return ImageProcess.start(edgeImage, root, data, environment);
  }

  private static ImageProcess startCloud(Path root, Path data) throws IOException {
    Map<String, String> environment = environment("cloud");
    environment.computeIfPresent(
        "BACTRIAN_DATABASE",
        (name, url) ->
            url.replace(
                "//database:5432/bactrian", "//localhost:" + postgres.getPort() + "/postgres"));
    environment.put("BACTRIAN_DATABASE_USER", "postgres");
    environment.put("BACTRIAN_HTTP_PORT", "0");
    // As the chart mounts a certificate, and secrets of Key Vault.
    authority = TlsCertificates.authority("plant", Instant.now(), Duration.ofDays(1));
    trust =
        LocalTrust.sslContext(
            Files.writeString(folder.resolve("ca.pem"), TlsCertificates.pem(authority.chain())));
    certificate = writeCertificate(data);
    environment.put("BACTRIAN_TLS_CERTIFICATE", "/data/tls.crt");
    environment.put("BACTRIAN_TLS_KEY", "/data/tls.key");
    Files.writeString(
        data.resolve("database-password"), environment.remove("BACTRIAN_DATABASE_PASSWORD"));
    environment.put("BACTRIAN_DATABASE_PASSWORD_FILE", "/data/database-password");
    environment.put("BACTRIAN_STOP_ON_SECRET_CHANGE", "0");
    return ImageProcess.start(cloudImage, root, data, environment);
  }

  private static X509Certificate writeCertificate(Path data) throws IOException {
    ServerIdentity identity =
        TlsCertificates.server(List.of("localhost"), Instant.now(), Duration.ofDays(1), authority);
    Files.writeString(data.resolve("tls.crt"), TlsCertificates.pem(identity.chain()));
    Files.writeString(data.resolve("tls.key"), TlsCertificates.pem(identity.key()));
    return identity.certificate();
  }

  /** Without addresses in Azure, so that those of the local one count, and with free ports. */
  private static Map<String, String> environment(String service) {
    Map<String, String> environment =
        new HashMap<>(
            compose.environment(
                service,
                Map.of(
                    "EDGE_CONNECTION_STRING", "local",
                    "IOT_HUB_CONNECTION_STRING", "local",
                    "SERVICE_BUS_CONNECTION_STRING", "local",
                    "DATABASE_PASSWORD", "secret")));
    environment.values().removeIf(value -> value.equals("local") || value.isEmpty());
    environment.put("BACTRIAN_MANAGEMENT_PORT", "0");
    environment.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    return environment;
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable part : new AutoCloseable[] {edge, cloud, plant, azure, postgres}) {
      if (part != null) {
        part.close();
      }
    }
  }

  @Test
  @Order(1)
  void theImagesDifferInTheirConfigurationOnly() {
    assertThat(edgeImage.layers()).isEqualTo(cloudImage.layers());
    for (OciImage image : List.of(edgeImage, cloudImage)) {
      assertThat(image.text("User")).isEqualTo("65532:65532");
      assertThat(image.config().path("created").asText()).isEqualTo("1970-01-01T00:00:00Z");
      assertThat(image.config().at("/config/Volumes").fieldNames()).toIterable().contains("/data");
    }
  }

  @Test
  @Order(1)
  void theBillOfMaterialsNamesEachLibraryOfTheImage() throws Exception {
    JsonNode bill = JSON.readTree(folder.resolve("root/app/sbom/bom.cdx.json").toFile());
    Set<String> named = new HashSet<>();
    for (JsonNode component : bill.path("components")) {
      named.add(component.path("name").asText() + "-" + component.path("version").asText());
    }
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    try (Stream<Path> libraries = Files.list(folder.resolve("root/app/libs"))) {
      List<String> missing =
          libraries
              .map(file -> file.getFileName().toString().replaceFirst("\\.jar$", ""))
              .filter(name -> !name.startsWith("bactrian-launcher-"))
              .filter(name -> named.stream().noneMatch(name::startsWith))
              .toList();
      assertThat(missing).isEmpty();
    }
  }

  @Test
  @Order(2)
  void theHealthChecksOfTheComposeFileSucceedInsideTheImages() throws Exception {
    awaitReady("edge", edge);
    awaitReady("cloud", cloud);
    List<String> nobody = healthCheck("edge", "1");
    assertThat(edge.run(nobody)).isEqualTo(1);
  }

  private static void awaitReady(String service, ImageProcess container) throws Exception {
    await()
        .atMost(PATIENCE)
        .until(() -> container.get("/observe/health/ready").statusCode() == 200);
    assertThat(container.run(healthCheck(service, container.managementPort()))).isZero();
  }

  private static List<String> healthCheck(String service, String port) {
    return compose.healthCheck(service).stream()
        .map(word -> word.matches("987[67]") ? port : word)
        .toList();
  }

  @Test
  @Order(3)
  void theEdgePublishesAndTheCloudRegistersIt() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Pattern.compile("^bactrian_publisher_acknowledged_total ([1-9])", Pattern.MULTILINE)
                    .matcher(edge.get("/observe/metrics").body())
                    .find());
    String rest = cloud.awaitOutput(Pattern.compile("REST: (https://localhost:\\d+)"));
    String token =
        LocalTokens.in(folder.resolve("cloud-data"))
            .issue("operator", Permission.ADMINISTER, Duration.ofHours(1));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                JSON.readTree(get(rest + "/registry/v2/publishers", token))
                    .at("/items/0/connected")
                    .asBoolean());
    // The edge looks the server up, and the cloud takes what it finds.
    String server = "{\"discoveryUrl\":\"%s\"}".formatted(plant.endpointUrl());
    assertThat(post(rest + "/registry/v2/applications", server, token)).isBetween(200, 299);
  }

  @Test
  @Order(4)
  void theCloudServesItsCertificateAndThatOfARenewal() throws Exception {
    String rest = cloud.awaitOutput(Pattern.compile("REST: (https://localhost:\\d+)"));
    assertThat(served(rest)).isEqualTo(certificate);

    certificate = writeCertificate(folder.resolve("cloud-data"));

    await().atMost(PATIENCE).until(() -> served(rest).equals(certificate));
  }

  private static Certificate served(String rest) throws IOException {
    URI address = URI.create(rest);
    try (SSLSocket socket =
        (SSLSocket) trust.getSocketFactory().createSocket(address.getHost(), address.getPort())) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  @Order(3)
  void theCloudKeepsItsStateInPostgresql() throws Exception {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var tables = connection.getMetaData().getTables(null, "public", "%", null)) {
      assertThat(tables.next()).isTrue();
    }
  }

  @Test
  @Order(4)
  void everyQueryOfTheDashboardsHasAnAnswer() throws Exception {
    List<String> pages =
        List.of(edge.get("/observe/metrics").body(), cloud.get("/observe/metrics").body());

    assertThat(DashboardQueries.unanswered(DashboardQueries.all(), pages)).isEmpty();
  }

  @Test
  @Order(4)
  void everyQueryOfTheDashboardsOfOpcPublisherHasAnAnswerOfTheEdge() throws Exception {
    List<String> page = List.of(edge.get("/metrics").body());

    assertThat(DashboardQueries.unanswered(DashboardQueries.ofOpcPublisher(), page)).isEmpty();
  }

  @Test
  @Order(5)
  void bothStopInOrderWhenTheyAreAskedToOrASecretChanges() throws Exception {
    int terminated = 143;

    assertThat(edge.stop(Duration.ofSeconds(35))).isEqualTo(terminated);
    Files.writeString(folder.resolve("cloud-data/database-password"), "another");
    assertThat(cloud.awaitEnd(Duration.ofSeconds(60))).isZero();
    assertThat(cloud.output())
        .contains("The secret of [BACTRIAN_DATABASE_PASSWORD_FILE] has changed");
    assertThat(edge.output()).doesNotContain("Read-only file system", "Permission denied");
    assertThat(cloud.output()).doesNotContain("Read-only file system", "Permission denied");
  }

  @Test
  @Order(6)
  void aVolumeIsBackedUpAndRestoredByTheImageItself() throws Exception {
    Path root = folder.resolve("root");
    Path backups = Files.createDirectory(folder.resolve("backups"));
    Path volume = Files.createDirectory(folder.resolve("new-volume"));
    for (Path one : List.of(volume, folder.resolve("edge-data"))) {
      // As in the root of a file system of its own.
      Path systems = Files.createDirectory(one.resolve("lost+found"));
      Files.setPosixFilePermissions(systems, Set.of());
    }

    ImageProcess.run(
        edgeImage, root, folder.resolve("edge-data"), backups, "backup", "/backup/edge.zip");
    String restored =
        ImageProcess.run(edgeImage, root, volume, backups, "restore", "/backup/edge.zip");

    assertThat(restored).contains("/data has the");
    assertThat(volume.resolve("nodes.json"))
        .hasSameBinaryContentAs(folder.resolve("edge-data/nodes.json"));
    assertThat(volume.resolve("outbox")).isNotEmptyDirectory();
  }

  private static int post(String url, String json, String token) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(trust)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static String get(String url, String token) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(trust)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
