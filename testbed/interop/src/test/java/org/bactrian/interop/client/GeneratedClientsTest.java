package org.bactrian.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bactrian.interop.bactrian.CloudAndEdge;
import org.bactrian.interop.bactrian.CloudCalls;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that generators make of the documents of edge and cloud compile, and do their work. */
class GeneratedClientsTest {

  /** Password of the file that the Java clients trust, which protects nothing. */
  static final String TRUST_PASSWORD = "changeit";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path data;
  private static Simulator plant;
  private static CloudAndEdge bactrian;
  private static CloudCalls cloud;
  private static String edge;
  private static Path authority;
  private static Path trustStore;
  private static String endpoint;

  @BeforeAll
  static void startEdgeAndCloudAndGenerateClientsOfTheirDocuments() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(data.resolve("plant")).withPort(0));
    bactrian = CloudAndEdge.start(data);
    cloud = bactrian.calls();
    edge = bactrian.edgeUrl();
    cloud.scan(plant.port());
    authority = data.resolve("http/server.crt");
    trustStore = data.resolve("trust.p12");
    KeyStore trusted = trusted();
    try (OutputStream stream = Files.newOutputStream(trustStore)) {
      trusted.store(stream, TRUST_PASSWORD.toCharArray());
    }
    GeneratedClients.generate(
        Map.of("edge", edgeDocument(trusted), "cloud", cloud.get("/openapi.json").toString()));
    endpoint = activated();
  }

  @AfterAll
  static void stop() throws Exception {
    bactrian.close();
    plant.close();
  }

  @Test
  void aJavaClientOfTheEdgeBrowsesWritesAndReads() throws Exception {
    String said =
        GeneratedClients.callByJava(
            "edge", "EdgeCaller", trustStore, edge, key(), plant.endpointUrl());

    assertThat(said.strip()).isEqualTo("Start,StartJob,Stop 71");
  }

  @Test
  void aJavaClientOfTheCloudListsShowsAndReads() throws Exception {
    String said =
        GeneratedClients.callByJava(
            "cloud", "CloudCaller", trustStore, cloud.url(), cloud.token(), endpoint);

    assertThat(said.strip()).matches("plant-edge_module_bactrian Activated\\w* Double");
  }

  @Nested
  @NeedsNodeJs
  class InTypeScript {

    @BeforeAll
    static void compile() throws Exception {
      GeneratedClients.compileTypeScript("edge", "cloud");
    }

    @Test
    void aClientOfTheEdgeBrowsesWritesAndReads() throws Exception {
      String said =
          GeneratedClients.callByTypeScript("edge", authority, edge, key(), plant.endpointUrl());

      assertThat(said.strip()).isEqualTo("Start,StartJob,Stop 72");
    }

    @Test
    void aClientOfTheCloudListsShowsAndReads() throws Exception {
      String said =
          GeneratedClients.callByTypeScript(
              "cloud", authority, cloud.url(), cloud.token(), endpoint);

      assertThat(said.strip()).matches("plant-edge_module_bactrian Activated\\w* Double");
    }
  }

  private static String key() throws Exception {
    return Files.readString(data.resolve("http/api-key")).strip();
  }

  private static KeyStore trusted() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (var stream = Files.newInputStream(authority)) {
      trusted.setCertificateEntry(
          "edge", CertificateFactory.getInstance("X.509").generateCertificate(stream));
    }
    return trusted;
  }

  private static String edgeDocument(KeyStore trusted) throws Exception {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, managers.getTrustManagers(), null);
    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .sslContext(tls)
            .build()
            .send(
                HttpRequest.newBuilder(URI.create(edge + "/openapi.json")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  /** Activates the endpoint of the plant that wants no security, and returns its id. */
  private static String activated() throws Exception {
    await().atMost(PATIENCE).until(() -> !withoutSecurity().isMissingNode());
    String id = withoutSecurity().at("/registration/id").asText();
    cloud.post("/registry/v2/endpoints/" + id + "/activate", "");
    return id;
  }

  private static JsonNode withoutSecurity() throws Exception {
    for (JsonNode item : cloud.get("/registry/v2/endpoints").path("items")) {
      if (item.at("/registration/endpoint/securityMode").asText().equals("None")) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }
}
