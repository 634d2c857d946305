package org.bactrian.edge.twin;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bactrian.model.registry.Sha1Text;
import org.bactrian.opcua.push.ApplicationCertificateType;
import org.bactrian.opcua.push.ServerConfigurationClient;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OnDemandSessionPool;
import org.bactrian.opcua.session.OnDemandSessionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequestOptions;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.session.UserCredential;
import org.bactrian.patience.TcpRelay;
import org.bactrian.patience.TestAuthority;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.ClientTrust;
import org.bactrian.simulator.settings.SimulatorLimits;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State of the connection to an activated endpoint, though nobody asks anything of it. */
class EndpointStateReporterTest {

  private static final String ID = "uatb4d3a305437d85664ad0957fbcfaeb1e299af990";
  private static final String OTHER = "uat00d3a305437d85664ad0957fbcfaeb1e299af990";
  private static final SimulatorLimits ONE_SESSION =
      new SimulatorLimits(10_000, 10_000, 10_000, 1_000, 10_000, 1_000_000, 1_000, 1);

  @TempDir private static Path folder;
  private static Simulator plant;
  private static SessionPool pool;

  private OnDemandSessionPool sessions;
  private EndpointStateReporter watch;

  @BeforeAll
  static void startPlant() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    pool = new SessionPool(OpcUaClientSettings.of(folder.resolve("pki")));
  }

  @AfterAll
  static void stopPlant() throws Exception {
    pool.close();
    plant.close();
  }

  @BeforeEach
  void start() {
    sessions = new OnDemandSessionPool(pool, OnDemandSessionSettings.DEFAULT);
    watch = new EndpointStateReporter(() -> sessions, 500, Duration.ofMillis(100));
  }

  @AfterEach
  void stop() {
    watch.close();
    sessions.close();
  }

  @Test
  void anEndpointIsReadyWhileItsServerRunsAndNotReachableWhileItDoesNot() throws Exception {
    SimulatorSettings settings = SimulatorSettings.in(folder.resolve("own")).withPort(0);
    JsonNode desired;
    try (Simulator own = Simulator.start(settings)) {
      settings = settings.withPort(own.port());
      desired = activated(ID, endpoint(own.endpointUrl(), "None"));

      assertThat(states(desired)).hasToString("{\"" + ID + "\":\"Connecting\"}");
      awaitState(desired, "Ready");
      await().until(watch::takeChanged);
      assertThat(watch.takeChanged()).isFalse();
    }
    awaitState(desired, "NotReachable");
    try (Simulator again = Simulator.start(settings)) {
      assertThat(again.port()).isEqualTo(settings.port());
      awaitState(desired, "Ready");
    }
  }

  @Test
  void anEndpointWhoseServerHangsIsNotReachable() throws Exception {
    try (TcpRelay relay = new TcpRelay(plant.port())) {
      JsonNode desired = activated(ID, endpoint(relay.url(), "None"));
      awaitState(desired, "Ready");

      relay.freeze();

      awaitState(desired, "NotReachable");
    }
  }

  @Test
  void anOrderlyShutdownIsNoFaultOfTheEndpoints() throws Exception {
    try (TcpRelay relay = new TcpRelay(plant.port())) {
      JsonNode desired = activated(ID, endpoint(relay.url(), "None"));
      awaitState(desired, "Ready");
      relay.freeze();
      await().until(watch::takeChanged);

      watch.close();
      sessions.close();

      await().during(Duration.ofSeconds(1)).until(() -> !watch.takeChanged());
    }
  }

  @Test
  void anEndpointWhoseCertificateNobodyTrustsHasNoTrustUntilItsFileIsMovedAndOnceItIsTakenAway()
      throws Exception {
    JsonNode desired = activated(ID, endpoint(plant.endpointUrl(), "SignAndEncrypt"));
    awaitState(desired, "NoTrust");

    move("pki/rejected/certs", "pki/trusted/certs");
    awaitState(desired, "Ready");

    move("pki/trusted/certs", "pki/rejected/certs");
    awaitState(desired, "NoTrust");
  }

  @Test
  void anEndpointWhoseServerDoesNotTrustTheEdgeHasNoTrust() throws Exception {
    try (Simulator strict =
            Simulator.start(
                SimulatorSettings.in(folder.resolve("strict"))
                    .withPort(0)
                    .withClientTrust(ClientTrust.TRUST_LIST));
        SessionPool trusting = new SessionPool(pool.settings().withAutoAccept(true));
        OnDemandSessionPool theirs =
            new OnDemandSessionPool(trusting, OnDemandSessionSettings.DEFAULT);
        EndpointStateReporter other =
            new EndpointStateReporter(() -> theirs, 500, Duration.ofMillis(100))) {
      JsonNode desired = activated(ID, endpoint(strict.endpointUrl(), "SignAndEncrypt"));

      await()
          .untilAsserted(
              () -> assertThat(other.apply(desired).at(path(ID)).asText()).isEqualTo("NoTrust"));
    }
  }

  @Test
  void anEndpointThatShowsAnotherCertificateThanTheRegistryKnowsIsInvalid() {
    ObjectNode endpoint = endpoint(plant.endpointUrl(), "None");
    endpoint.put("certificate", "00".repeat(20));

    awaitState(activated(ID, endpoint), "CertificateInvalid");
  }

  /** Without security, a session that somebody else uses survives the change of certificate. */
  @Test
  void anEndpointIsReadySoonAfterTheRegistryKnowsTheNewCertificateOfItsServer() throws Exception {
    OpcUaClientSettings unhurried =
        pool.settings()
            .withReconnectDelayMax(Duration.ofMinutes(2))
            .withReconnectDelayMin(Duration.ofMinutes(2));
    try (Simulator own =
            Simulator.start(SimulatorSettings.in(folder.resolve("renewed")).withPort(0));
        SessionPool shared = new SessionPool(unhurried);
        Session publisher =
            shared.open(
                ConnectionSettings.of(own.endpointUrl())
                    .withSecurityMode(RequiredSecurityMode.NONE));
        OnDemandSessionPool theirs =
            new OnDemandSessionPool(shared, OnDemandSessionSettings.DEFAULT);
        EndpointStateReporter other =
            new EndpointStateReporter(() -> theirs, 500, Duration.ofMillis(100))) {
      await().until(() -> publisher.state() instanceof SessionState.Connected);
      replaceCertificate(own);
      await().until(() -> shared.statistics().get(0).connects() == 2);
      ObjectNode endpoint = endpoint(own.endpointUrl(), "None");
      endpoint.put("certificate", Sha1Text.of(own.certificate().getEncoded()));
      JsonNode desired = activated(ID, endpoint);

      await().until(() -> other.apply(desired).at(path(ID)).asText().equals("Ready"));
    }
  }

  private void replaceCertificate(Simulator server) throws Exception {
    Files.write(folder.resolve("pki/trusted/certs/renewed.der"), server.certificate().getEncoded());
    ConnectionSettings administrator =
        ConnectionSettings.of(server.endpointUrl())
            .withSecurityMode(RequiredSecurityMode.SIGN_AND_ENCRYPT)
            .withUser(new UserCredential.UserName("operator", "operator"));
    TestAuthority authority = TestAuthority.root("Plant authority");
    X509Certificate before = server.certificate();
    sessions
        .use(
            administrator,
            RequestOptions.DEFAULT,
            access -> {
              ServerConfigurationClient client = new ServerConfigurationClient(access);
              return CompletableFuture.runAsync(() -> replaceCertificate(client, authority));
            })
        .get();
    assertThat(server.certificate()).isNotEqualTo(before);
  }

  private static void replaceCertificate(
      ServerConfigurationClient client, TestAuthority authority) {
    NodeId group = ServerConfigurationClient.DEFAULT_GROUP;
    NodeId type = ApplicationCertificateType.RSA_SHA256.id();
    try {
      X509Certificate signed =
          authority.answer(client.createSigningRequest(group, type, "", false));
      client.updateCertificate(
          group, type, List.of(signed, authority.certificate()), Optional.empty());
      client.applyChanges();
    } catch (UaException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anEndpointWhoseServerHasNoRoomForASessionIsBusy() throws Exception {
    try (Simulator small =
            Simulator.start(
                SimulatorSettings.in(folder.resolve("small")).withPort(0).withLimits(ONE_SESSION));
        Session guest =
            pool.open(
                ConnectionSettings.of(small.endpointUrl())
                    .withSecurityMode(RequiredSecurityMode.NONE))) {
      await().until(() -> guest.state() instanceof SessionState.Connected);
      ObjectNode endpoint = endpoint(small.endpointUrl().replace("localhost", "127.0.0.1"), "None");

      awaitState(activated(ID, endpoint), "Busy");
    }
  }

  @Test
  void anEndpointThatTheServerDoesNotOfferIsAnError() {
    ObjectNode endpoint = endpoint(plant.endpointUrl(), "Sign");
    endpoint.put("securityPolicy", "http://opcfoundation.org/UA/SecurityPolicy#Basic128Rsa15");
    ObjectNode nonsense = endpoint("http://plc1/", "None");

    awaitState(activated(ID, endpoint), "Error");
    awaitState(activated(ID, nonsense), "Error");
  }

  @Test
  void onlyWhatIsActivatedIsWatchedAndNothingIsLeftOfTheRest() {
    ObjectNode desired = activated(ID, endpoint(plant.endpointUrl(), "None"));
    desired.withObject("/__endpoints__").set(OTHER, endpoint(plant.endpointUrl(), "Sign"));

    awaitState(desired, "Ready");
    assertThat(watched(desired)).containsExactly(ID);
    assertThat(pool.statistics()).hasSize(1);

    desired.remove(ID);

    assertThat(watch.apply(desired)).hasToString("{\"__endpoints__\":null}");
    await().until(() -> pool.statistics().isEmpty());
  }

  @Test
  void anEndpointThatIsConnectedToInAnotherWayIsWatchedThatWay() {
    awaitState(activated(ID, endpoint("opc.tcp://127.0.0.1:1", "None")), "NotReachable");

    JsonNode moved = activated(ID, endpoint(plant.endpointUrl(), "None"));

    assertThat(states(moved)).hasToString("{\"" + ID + "\":\"Connecting\"}");
    awaitState(moved, "Ready");
  }

  @Test
  void aCheckThatFailsUnforeseenIsAnErrorAndTheNextOneTellsAgain() {
    AtomicInteger uses = new AtomicInteger();
    AtomicBoolean broken = new AtomicBoolean(true);
    try (EndpointStateReporter other =
        new EndpointStateReporter(
            () -> {
              if (uses.getAndIncrement() > 0 && broken.get()) {
                throw new IllegalArgumentException("nobody foresaw this");
              }
              return sessions;
            },
            500,
            Duration.ofMillis(100))) {
      JsonNode desired = activated(ID, endpoint(plant.endpointUrl(), "None"));
      other.apply(desired);
      await().until(() -> other.apply(desired).at(path(ID)).asText().equals("Error"));

      broken.set(false);

      await().until(() -> other.apply(desired).at(path(ID)).asText().equals("Ready"));
    }
  }

  private static void move(String from, String to) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(from))) {
      for (Path file : files.toList()) {
        Files.move(file, folder.resolve(to).resolve(file.getFileName()), REPLACE_EXISTING);
      }
    }
  }

  private void awaitState(JsonNode desired, String state) {
    await()
        .untilAsserted(
            () -> assertThat(watch.apply(desired).at(path(ID)).asText()).isEqualTo(state));
  }

  private JsonNode states(JsonNode desired) {
    return watch.apply(desired).path("__endpoints__");
  }

  private Set<String> watched(JsonNode desired) {
    Set<String> ids = new TreeSet<>();
    states(desired).fieldNames().forEachRemaining(ids::add);
    return ids;
  }

  private static String path(String id) {
    return "/__endpoints__/" + id;
  }

  private static ObjectNode activated(String id, ObjectNode endpoint) {
    ObjectNode desired = JsonNodeFactory.instance.objectNode().put(id, "c2VjcmV0");
    desired.putObject("__endpoints__").set(id, endpoint);
    return desired;
  }

  private static ObjectNode endpoint(String url, String mode) {
    return JsonNodeFactory.instance.objectNode().put("url", url).put("securityMode", mode);
  }
}
