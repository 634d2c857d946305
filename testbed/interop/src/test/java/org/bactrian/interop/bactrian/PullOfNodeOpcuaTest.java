package org.bactrian.interop.bactrian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.interop.peer.Peer;
import org.bactrian.interop.peer.PeerFailure;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.ClientTrust;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client from npm pulls its certificate from the Global Discovery Server of an edge, and gets
 * into a server that trusts nobody but the plant's authority.
 */
@NeedsNodeJs
class PullOfNodeOpcuaTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String URI = "urn:node-opcua:puller";
  private static final int METHODS = 13;

  @TempDir private static Path data;
  private static String gds;
  private static CloudAndEdge bactrian;
  private static CloudCalls vault;
  private static Simulator server;
  private static Peer client;

  @BeforeAll
  static void start() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    gds = "opc.tcp://localhost:" + port;
    bactrian = CloudAndEdge.start(data, "--gds-port=" + port);
    vault = bactrian.calls();
    server =
        Simulator.start(
            SimulatorSettings.in(data.resolve("simulator"))
                .withPort(0)
                .withClientTrust(ClientTrust.TRUST_LIST));
    client =
        Peer.start(
            "gds-client.js",
            Map.of("pki", data.resolve("client").toString(), "uri", URI),
            Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable part : Arrays.asList(client, server, bactrian)) {
      if (part != null) {
        part.close();
      }
    }
  }

  @Test
  void itRegistersIsApprovedAndConnectsToAServerThatRefusedItBefore() throws Exception {
    JsonNode group =
        vault.put(
            "/vault/v2/groups/root",
            """
            {"name": "Plant", "type": "ApplicationInstanceCertificate", "keySize": 2048,
             "subjectName": "CN=Plant CA, O=Plant", "lifetime": "3650.00:00:00",
             "issuedLifetime": "365.00:00:00"}
            """);
    assertThat(group.path("id").asText()).isNotEmpty();
    assertThatThrownBy(() -> connect(server.endpointUrl())).isInstanceOf(PeerFailure.class);
    assertThat(server.rejectedClients()).hasSize(1);

    trustAtTheEdge();
    connect(gds);
    itsMethodsHaveTheIdsOfTheSpecification();
    JsonNode registered = client.ask("register");
    assertThat(registered.path("status").asText()).isEqualTo("Good");
    String application = registered.path("application").asText();
    JsonNode started = client.ask("startSigning", "application", application);
    assertThat(started.path("status").asText()).isEqualTo("Good");
    String request = started.path("request").asText();
    assertThat(finish(application, request).path("status").asText()).isEqualTo("BadNothingToDo");

    String requested = requestWithState("New");
    vault.approve(requested);
    await()
        .atMost(PATIENCE)
        .until(() -> finish(application, request).path("status").asText().equals("Good"));
    JsonNode outputs = finish(application, request).path("outputs");
    List<String> chain = new ArrayList<>(List.of(outputs.path(0).asText()));
    outputs.path(2).forEach(issuer -> chain.add(issuer.asText()));
    assertThat(chain).hasSize(2);
    assertThat(requestWithState("Accepted")).isEqualTo(requested);

    JsonNode trust = trustList(application);
    assertThat(trust.at("/trustedCertificates/0").asText()).isEqualTo(chain.get(1));
    Path trusted = data.resolve("simulator/pki/trusted");
    Files.write(
        trusted.resolve("certs/plant.der"), trust.at("/trustedCertificates/0").binaryValue());
    Files.write(trusted.resolve("crl/plant.crl"), trust.at("/trustedCrls/0").binaryValue());
    client.ask("useCertificate", "chain", chain);

    assertThat(connect(server.endpointUrl()).path("namespaces").toString())
        .contains("urn:bactrian:plant");
  }

  private static JsonNode connect(String url) throws IOException {
    return client.ask("connect", "url", url);
  }

  /** Does as an operator does: moves the certificate of a client that was refused. */
  private static void trustAtTheEdge() throws IOException {
    assertThatThrownBy(() -> connect(gds)).isInstanceOf(PeerFailure.class);
    Path pki = data.resolve("gds/pki");
    try (Stream<Path> rejected = Files.list(pki.resolve("rejected/certs"))) {
      Path file = rejected.findFirst().orElseThrow();
      Files.move(file, pki.resolve("trusted/certs").resolve(file.getFileName()));
    }
  }

  private static void itsMethodsHaveTheIdsOfTheSpecification() throws IOException {
    JsonNode methods = client.ask("methods");
    assertThat(methods.path("served").size()).isEqualTo(METHODS);
    methods
        .path("served")
        .properties()
        .forEach(
            method ->
                assertThat(method.getValue())
                    .as(method.getKey())
                    .isEqualTo(methods.path("standard").path(method.getKey())));
  }

  private static JsonNode finish(String application, String request) throws IOException {
    return client.ask("call", "method", "FinishRequest", "inputs", List.of(application, request));
  }

  /** Id of the only request in that state; waits until there is one. */
  private static String requestWithState(String state) {
    String query = "{\"state\": \"%s\"}".formatted(state);
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                vault.post("/vault/v2/requests/query", query).at("/requests/0/requestId").asText(),
            id -> !id.isEmpty());
  }

  /** The trust list, once the vault has said that the application trusts its group. */
  private static JsonNode trustList(String application) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> client.ask("trustList", "application", application),
            list -> list.path("trustedCertificates").size() == 1);
  }
}
