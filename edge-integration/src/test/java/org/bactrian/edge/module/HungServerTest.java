package org.bactrian.edge.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.EdgeConfiguration;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.patience.TcpRelay;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Direct methods for a server that does not answer, next to those for one that does. */
class HungServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ClientId MODULE = ClientId.module("edge1", "twin");

  /** More than there are threads that begin direct methods. */
  private static final int HUNG_CALLS = 100;

  private static final int PROMPT_SECONDS = 60;

  @TempDir private Path folder;
  private final DefaultCamelContext edge = new DefaultCamelContext();
  private LocalAzure azure;
  private Simulator plant;
  private HttpClient cloud;

  @BeforeEach
  void start() throws Exception {
    azure = LocalAzure.start(LocalAzureSettings.in(folder.resolve("azure")).withFreePorts());
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    cloud =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(LocalTrust.sslContext(azure.caFile()))
            .build();
    edge.getShutdownStrategy().setTimeout(1);
    Path nodes = Files.writeString(folder.resolve("nodes.json"), "[]");
    List<String> arguments =
        List.of(
            "--disable-http",
            "--ec=" + azure.hub().register(MODULE),
            "--hub-ca=" + azure.caFile(),
            "--pf=" + nodes,
            "--data=" + folder.resolve("edge"),
            "--aa",
            "--ct=60",
            // Connections with a silent server last as long as the requests.
            "--ki=600");
    new EdgeConfiguration(EdgeOptionsReader.read(arguments, Map.of()).options()).configure(edge);
    for (String routes : List.of("errors", "discovery", "module", "twin")) {
      PluginHelper.getRoutesLoader(edge)
          .loadRoutes(
              ResourceHelper.resolveMandatoryResource(
                  edge, "classpath:routes/edge/" + routes + ".camel.yaml"));
    }
    edge.start();
    await().ignoreExceptions().until(() -> read(plant.endpointUrl()).has("value"));
  }

  @AfterEach
  void stop() throws Exception {
    edge.close();
    plant.close();
    azure.close();
  }

  @Test
  void aServerThatNeverAnswersHoldsUpNoOther() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 500, InetAddress.getByName("127.0.0.1"))) {
      assertOthersAreServedWhileHung("opc.tcp://127.0.0.1:" + deaf.getLocalPort());
    }
  }

  @Test
  void aServerThatFallsSilentHoldsUpNoOther() throws Exception {
    try (TcpRelay relay = new TcpRelay(plant.port())) {
      assertThat(read(relay.url()).has("value")).isTrue();

      relay.freeze();

      assertOthersAreServedWhileHung(relay.url());
    }
  }

  private void assertOthersAreServedWhileHung(String hung) throws Exception {
    List<CompletableFuture<HttpResponse<String>>> calls =
        Stream.generate(() -> send(hung)).limit(HUNG_CALLS).toList();
    await().until(() -> edge.getInflightRepository().size() >= HUNG_CALLS);

    JsonNode healthy = read(plant.endpointUrl());

    assertThat(healthy.has("value")).isTrue();
    assertThat(calls).noneMatch(CompletableFuture::isDone);
  }

  private JsonNode read(String endpointUrl) throws Exception {
    HttpResponse<String> response = send(endpointUrl).get(PROMPT_SECONDS, TimeUnit.SECONDS);
    return JSON.readTree(response.body()).path("payload");
  }

  private CompletableFuture<HttpResponse<String>> send(String endpointUrl) {
    ObjectNode body = JSON.createObjectNode().put("methodName", "ValueRead_V2");
    body.put("connectTimeoutInSeconds", 0).put("responseTimeoutInSeconds", 60);
    ObjectNode payload = body.putObject("payload");
    payload
        .putObject("connection")
        .putObject("endpoint")
        .put("url", endpointUrl)
        .put("securityMode", "None");
    ObjectNode request = payload.putObject("request").put("nodeId", "i=2258");
    request.putObject("header").put("connectTimeout", 50_000).put("serviceCallTimeout", 50_000);
    return cloud.sendAsync(
        HttpRequest.newBuilder()
            .uri(
                URI.create(
                    "https://localhost:"
                        + azure.hub().restPort()
                        + "/twins/edge1/modules/twin/methods?api-version=2021-04-12"))
            .header("Authorization", azure.hub().serviceSignature(Duration.ofHours(1)))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
