package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bactrian.opcua.pki.ApplicationCertificate;
import org.bactrian.opcua.pki.DeliveredTrustList;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.bactrian.opcua.testkit.Recorder;
import org.bactrian.opcua.testkit.TestPlant;
import org.bactrian.patience.TestAuthority;
import org.bactrian.simulator.settings.ClientTrust;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client and server that connect only while each is in the group that the other trusts. */
class TrustGroupTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final SubscriptionSettings FAST =
      SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(100));

  private static TestAuthority root;
  private static TestAuthority group;

  @TempDir private Path folder;
  private TestPlant plant;
  private SessionPool pool;

  @BeforeAll
  static void makeGroup() {
    root = TestAuthority.root("Plant");
    group = root.subordinate("Line 1");
  }

  @BeforeEach
  void start() throws Exception {
    Path pki = folder.resolve("simulator/pki");
    write(pki.resolve("trusted/certs/root.der"), root.certificate().getEncoded());
    write(pki.resolve("issuer/crl/root.crl"), root.crl().getEncoded());
    write(pki.resolve("issuer/crl/group.crl"), group.crl().getEncoded());
    plant = TestPlant.start(folder, settings -> settings.withClientTrust(ClientTrust.TRUST_LIST));
    pool = new SessionPool(TestPlant.client(folder).withAutoAccept(false));
  }

  @AfterEach
  void stop() throws Exception {
    pool.close();
    plant.close();
  }

  @Test
  void aClientOfNoGroupIsRefusedConnectsAsAMemberAndIsRefusedAgainOnceItIsRevoked()
      throws Exception {
    pool.replaceTrustList(trusting(plantCertificate()));
    Session session = pool.open(ConnectionSettings.of(plant.url()));
    assertThatThrownBy(() -> client(session))
        .hasMessageContaining("the server refused this client");
    assertThat(plant.rejectedClients()).hasSize(1);

    ApplicationCertificate member = joinGroup(pool);
    await().until(() -> session.state() instanceof SessionState.Connected);
    assertThat(client(session).getConfig().getCertificate()).contains(member.chain().get(0));

    revoke(member.chain().get(0));
    await().until(() -> plant.sessions() == 0);
    await().until(() -> session.state() instanceof SessionState.Disconnected);
    assertThatThrownBy(() -> client(session))
        .hasMessageContaining("the server refused this client");
    assertThat(plant.rejectedClients()).contains(member.chain().get(0));
  }

  @Test
  void whoeverWasRefusedIsTriedAgainAtOnceWhenTrustOrCertificateAreMended() throws Exception {
    OpcUaClientSettings unhurried =
        TestPlant.client(folder.resolve("other"))
            .withAutoAccept(false)
            .withReconnectDelayMax(PATIENCE.multipliedBy(2))
            .withReconnectDelayMin(PATIENCE.multipliedBy(2));
    try (SessionPool other = new SessionPool(unhurried)) {
      Session session = other.open(ConnectionSettings.of(plant.url()));
      awaitFault(session, "is not trusted");

      other.replaceTrustList(trusting(plantCertificate()));
      awaitFault(session, "the server refused this client");

      joinGroup(other);
      await().until(() -> session.state() instanceof SessionState.Connected);
    }
  }

  private static void awaitFault(Session session, String text) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                session.state() instanceof SessionState.Disconnected lost
                    && lost.fault().contains(text));
  }

  @Test
  void aSessionThatStandsIsMovedToTheNewCertificateAndLosesNoValue() throws Exception {
    pool.replaceTrustList(trusting(plantCertificate()));
    ApplicationCertificate first = joinGroup(pool);
    Session session = pool.open(ConnectionSettings.of(plant.url()));
    Recorder received = new Recorder();
    session.subscribe(FAST, received).monitor(List.of(TestPlant.counter(1).withQueueSize(2_000)));
    await().until(() -> received.count("c1") > 20);

    ApplicationCertificate second = joinGroup(pool);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                client(session)
                    .getConfig()
                    .getCertificate()
                    .equals(Optional.of(second.chain().get(0))));
    int before = received.count("c1");
    await().until(() -> received.count("c1") > before + 20);

    assertThat(second.key()).isNotEqualTo(first.key());
    assertThat(received.jumps("c1")).isEmpty();
    assertThat(received.gaps()).isEmpty();
  }

  @Test
  void sessionsEndAtOnceWithServersThatAreTakenFromTheListAndComeBackWithThem() throws Exception {
    pool.replaceTrustList(trusting(plantCertificate()));
    joinGroup(pool);
    Session session = pool.open(ConnectionSettings.of(plant.url()));
    client(session);

    assertThat(pool.replaceTrustList(trusting())).isTrue();
    awaitFault(session, "is not trusted");
    await().until(() -> plant.sessions() == 0);

    pool.replaceTrustList(trusting(plantCertificate()));
    await().until(() -> session.state() instanceof SessionState.Connected);
  }

  @Test
  void sessionsEndWhenAnOperatorTakesTheFileAway() throws Exception {
    Path trusted = folder.resolve("pki/trusted/certs/plant.der");
    Files.write(trusted, plantCertificate().getEncoded());
    joinGroup(pool);
    Session session = pool.open(ConnectionSettings.of(plant.url()));
    client(session);

    Files.delete(trusted);

    awaitFault(session, "is not trusted");
    await().until(() -> plant.sessions() == 0);
    assertThatThrownBy(() -> client(session))
        .cause()
        .isInstanceOfSatisfying(
            NotConnectedException.class,
            refused ->
                assertThat(refused.getStatusCode().value())
                    .isEqualTo(StatusCodes.Bad_CertificateUntrusted));
  }

  /** A new certificate of the group for the client, with a new key. */
  private static ApplicationCertificate joinGroup(SessionPool client) {
    byte[] request = client.requestCertificate("CN=Edge 1", true).der();
    return client.replaceCertificate(
        List.of(group.answer(request), group.certificate()), Optional.empty());
  }

  private void revoke(X509Certificate member) throws Exception {
    write(plant.folder().resolve("pki/issuer/crl/group.crl"), group.crl(member).getEncoded());
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private X509Certificate plantCertificate() throws Exception {
    EndpointDescription endpoint =
        DiscoveryClient.getEndpoints(plant.url()).get().stream()
            .filter(one -> one.getServerCertificate().isNotNull())
            .findFirst()
            .orElseThrow();
    return CertificateUtil.decodeCertificate(endpoint.getServerCertificate().bytesOrEmpty());
  }

  private static DeliveredTrustList trusting(X509Certificate... certificates) {
    return new DeliveredTrustList(List.of(certificates), List.of(), List.of(), List.of());
  }

  private static OpcUaClient client(Session session) throws Exception {
    return session.client(PATIENCE).get();
  }
}
