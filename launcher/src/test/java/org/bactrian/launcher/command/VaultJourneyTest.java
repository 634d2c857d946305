package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.ClientTrust;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The vault decides who may talk to a press, a server that refuses whoever its trust list does not
 * name: the edge of the demo, which publishes its values with security on and brings it
 * certificates and trust lists, and another client.
 */
class VaultJourneyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EDGE = "plant-edge_module_bactrian";
  private static final String PRESS_URI = "urn:plant:press";
  private static final String AUTHORITY = "CN=Plant CA";

  @TempDir private static Path data;
  @TempDir private static Path pressData;
  @TempDir private static Path clientData;
  private static ActivatedDemo demo;
  private static Simulator press;
  private static String application;
  private static String endpoint;
  private static VaultApiClient vault;
  private static Stream<String> telemetry;
  private static final AtomicInteger VALUES = new AtomicInteger();

  /** Edge and press trust each other once by hand, and get certificates of one group by REST. */
  @BeforeAll
  static void putEdgeAndPressIntoOneGroup() throws Exception {
    demo = ActivatedDemo.start(data);
    Path ofEdge = data.resolve("pki/own/certs/application.der");
    Files.copy(
        ofEdge,
        Files.createDirectories(pressData.resolve("pki/trusted/certs")).resolve("edge.der"));
    press =
        Simulator.start(
            SimulatorSettings.in(pressData)
                .withPort(0)
                .withApplicationUri(PRESS_URI)
                .withPlantRate(Duration.ofMillis(200))
                .withClientTrust(ClientTrust.TRUST_LIST));
    Files.write(data.resolve("pki/trusted/certs/press.der"), press.certificate().getEncoded());
    register();
    publish();
    vault = VaultApiClient.inGroup(demo.cloud(), demo.signer(), AUTHORITY, "365.00:00:00");
    vault.accept(vault.request(application));
    await().atMost(PATIENCE).until(() -> vault.trustWasDelivered(application));
    await().atMost(PATIENCE).until(() -> issuer(press.certificate()).equals(AUTHORITY));
    vault.accept(vault.request(EDGE));
    await().atMost(PATIENCE).until(() -> issuer(certificateOfEdge()).equals(AUTHORITY));
  }

  @AfterAll
  static void stop() throws Exception {
    if (telemetry != null) {
      telemetry.close();
    }
    demo.close();
    if (press != null) {
      press.close();
    }
  }

  @Test
  void theEdgeOfTheGroupIsServedUntilItIsRevokedAndAgainWhenItIsPutBack() throws Exception {
    awaitServed();
    X509Certificate former = certificateOfEdge();

    vault.revoke(former);

    await().atMost(PATIENCE).until(() -> state().equals("NoTrust"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(press.sessions()).isZero();
              assertThat(press.monitoredItems()).isZero();
            });

    vault.accept(vault.request(EDGE));

    awaitServed();
    assertThat(certificateOfEdge()).isNotEqualTo(former);
    assertThat(rejectedByPress()).contains(former);
  }

  @Test
  @Tag("faults")
  void aClientIsRefusedUntilItIsPutIntoTheGroupAndWhenItIsRevoked() throws Exception {
    awaitServed();
    try (SessionPool pool = client()) {
      Session session =
          pool.open(
              ConnectionSettings.of(press.endpointUrl())
                  .withSecurityMode(RequiredSecurityMode.SIGN_AND_ENCRYPT));
      await().atMost(PATIENCE).until(() -> isRefused(session));
      X509Certificate own =
          CertificateUtil.decodeCertificate(
              Files.readAllBytes(clientData.resolve("own/certs/application.der")));
      assertThat(rejectedByPress()).contains(own);

      X509Certificate member = putIntoGroup(pool);

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(session.state()).isInstanceOf(SessionState.Connected.class));

      vault.revoke(member);

      await().atMost(PATIENCE).until(() -> isRefused(session));
      assertThat(rejectedByPress()).contains(member);
      awaitServed();
    }
  }

  /** Values of the press come, over an endpoint that is encrypted. */
  private static void awaitServed() {
    await().atMost(PATIENCE).until(() -> state().equals("Ready"));
    int before = VALUES.get();
    await().atMost(PATIENCE).until(() -> VALUES.get() > before + 1);
  }

  private static boolean isRefused(Session session) {
    return session.state() instanceof SessionState.Disconnected lost
        && lost.fault().contains("the server refused this client");
  }

  private static SessionPool client() {
    return new SessionPool(
        OpcUaClientSettings.of(clientData)
            .withApplicationUri("urn:plant:panel")
            .withAutoAccept(true)
            .withReconnectDelayMax(Duration.ofSeconds(1)));
  }

  /** Gives a client that nobody reaches from the cloud a certificate, which it fetches. */
  private static X509Certificate putIntoGroup(SessionPool pool) throws Exception {
    String panel =
        demo.cloud()
            .put(
                "/registry/v2/applications",
                """
                {"applicationUri": "urn:plant:panel", "applicationName": "Panel",
                 "applicationType": "Client", "siteId": "plant"}
                """)
            .path("id")
            .asText();
    String request = vault.request(panel, pool.requestCertificate("CN=Panel", true).der());
    vault.approve(request);
    X509Certificate member = vault.fetch(request);
    pool.replaceCertificate(List.of(member), Optional.empty());
    return member;
  }

  /** Enters the press into the registry, and allows the use of an endpoint with encryption. */
  private static void register() throws Exception {
    demo.cloud()
        .post(
            "/registry/v2/applications",
            "{\"discoveryUrl\": \"%s\"}".formatted(press.endpointUrl()));
    application =
        first("applications", "{\"applicationUri\": \"%s\"}".formatted(PRESS_URI))
            .path("applicationId")
            .asText();
    endpoint =
        first(
                "endpoints",
                "{\"applicationId\": \"%s\", \"securityMode\": \"SignAndEncrypt\"}"
                    .formatted(application))
            .at("/registration/id")
            .asText();
    demo.cloud().post("/registry/v2/endpoints/" + endpoint + "/activate", "");
  }

  /** The first item that a query of the registry finds, as soon as there is one. */
  private static JsonNode first(String kind, String query) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> demo.cloud().post("/registry/v2/" + kind + "/query", query).at("/items/0"),
            found -> !found.isMissingNode());
  }

  /** Lets the edge publish a counter of the press, and counts what comes. */
  private static void publish() throws Exception {
    telemetry = demo.cloud().lines("/events/v2/telemetry/Press/samples");
    Thread reader =
        new Thread(
            () -> {
              try {
                telemetry
                    .filter(line -> line.startsWith("data: {"))
                    .forEach(line -> VALUES.incrementAndGet());
              } catch (UncheckedIOException closed) {
                // The test has ended.
              }
            },
            "subscriber");
    reader.setDaemon(true);
    reader.start();
    Files.writeString(
        data.resolve("published_nodes.json"),
        """
        [{"DataSetWriterGroup": "Press", "DataSetWriterId": "Press", "EndpointUrl": "%s",
          "UseSecurity": true, "EndpointSecurityMode": "SignAndEncrypt", "MessagingMode": "PubSub",
          "BatchSize": 1, "DataSetPublishingInterval": 200,
          "OpcNodes": [{"Id": "nsu=urn:bactrian:plant;s=Line1/Filler/Pieces"}]}]
        """
            .formatted(press.endpointUrl()));
  }

  private static String state() throws IOException, InterruptedException {
    return demo.cloud().get("/registry/v2/endpoints/" + endpoint).path("endpointState").asText();
  }

  private static X509Certificate certificateOfEdge() throws IOException, UaException {
    return CertificateUtil.decodeCertificate(
        Files.readAllBytes(data.resolve("pki/own/certs/application.der")));
  }

  private static String issuer(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().getName();
  }

  /** Certificates of clients that the press says it has refused, asked through the edge. */
  private static List<X509Certificate> rejectedByPress() throws Exception {
    CommandRun run =
        CommandRun.of(
            "hub",
            "invoke",
            "--data=" + data,
            "plant-edge/bactrian",
            "GetServerRejectedList_V2",
            "{\"connection\": {\"endpoint\": {\"url\": \"%s\"}}, \"request\": {}}"
                .formatted(press.endpointUrl()));
    assertThat(run.exitCode()).as("%s", run.err()).isZero();
    List<X509Certificate> rejected = new ArrayList<>();
    for (JsonNode one : JSON.readTree(run.out().get(0)).path("certificates")) {
      rejected.add(CertificateUtil.decodeCertificate(one.binaryValue()));
    }
    return rejected;
  }
}
