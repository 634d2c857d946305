package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bactrian.opcua.subscription.SubscriptionListener;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.bactrian.opcua.testkit.TestPlant;
import org.bactrian.simulator.settings.ClientTrust;
import org.bactrian.simulator.settings.SimulatorLimits;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {

  @TempDir Path folder;
  private TestPlant plant;
  private SessionPool pool;

  @BeforeEach
  void start() throws Exception {
    plant = TestPlant.start(folder);
    pool = new SessionPool(TestPlant.client(folder));
  }

  @AfterEach
  void stop() throws Exception {
    pool.close();
    plant.close();
  }

  @Test
  void theBestEndpointOfTheServerIsUsedUnlessAnotherIsAskedFor() throws Exception {
    EndpointDescription best = endpoint(pool.open(ConnectionSettings.of(plant.url())));
    EndpointDescription none =
        endpoint(
            pool.open(
                ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.NONE)));
    EndpointDescription named =
        endpoint(
            pool.open(
                ConnectionSettings.of(plant.url())
                    .withSecurityMode(RequiredSecurityMode.NOT_NONE)
                    .withSecurityPolicyUri(SecurityPolicy.Basic256Sha256.getUri())));

    assertThat(best.getSecurityPolicyUri()).isEqualTo(SecurityPolicy.Aes256_Sha256_RsaPss.getUri());
    assertThat(best.getSecurityMode()).isEqualTo(MessageSecurityMode.SignAndEncrypt);
    assertThat(none.getSecurityMode()).isEqualTo(MessageSecurityMode.None);
    assertThat(named.getSecurityPolicyUri()).isEqualTo(SecurityPolicy.Basic256Sha256.getUri());
    assertThat(named.getSecurityMode()).isEqualTo(MessageSecurityMode.SignAndEncrypt);
  }

  @Test
  void anEndpointThatTheServerDoesNotOfferIsAFaultThatNamesThoseOffered() {
    Session session =
        pool.open(
            ConnectionSettings.of(plant.url())
                .withSecurityMode(RequiredSecurityMode.SIGN)
                .withSecurityPolicyUri(SecurityPolicy.Aes256_Sha256_RsaPss.getUri()));

    assertThat(faultOf(session))
        .contains("no endpoint has security SIGN / Aes256_Sha256_RsaPss")
        .contains("Sign / Basic256Sha256", "None / None");
  }

  @Test
  void holdersOfEqualSettingsShareOneSessionUntilTheLastOneCloses() throws Exception {
    Session one = pool.open(ConnectionSettings.of(plant.url()));
    Session two = pool.open(ConnectionSettings.of(plant.url()));
    OpcUaClient client = client(one);
    assertThat(client(two)).isSameAs(client);

    one.close();

    assertThat(one.state()).isInstanceOf(SessionState.Closed.class);
    assertThat(client(two)).isSameAs(client);
    assertThat(client.getSession()).isNotNull();
    two.close();
    await().until(() -> !isActive(client));
  }

  @Test
  void aServerThatIsDownIsOneFaultAndIsUsedAsSoonAsItIsUp() throws Exception {
    plant.kill();
    List<SessionState> states = new CopyOnWriteArrayList<>();
    Session session = pool.open(ConnectionSettings.of(plant.url()));
    session.onState(states::add);
    assertThat(faultOf(session)).contains(plant.url(), "nobody listens there");
    await().until(() -> attempts(session) > 2);

    plant.startAgain();

    await().until(() -> session.state() instanceof SessionState.Connected);
    assertThat(states)
        .filteredOn(SessionState.Disconnected.class::isInstance)
        .extracting(s -> ((SessionState.Disconnected) s).fault())
        .containsOnly(((SessionState.Disconnected) states.get(states.size() - 2)).fault());
  }

  @Test
  void aServiceCallThatFindsNoServerFailsWithTheFaultAfterTheConnectTimeout() throws Exception {
    plant.kill();
    try (SessionPool quick =
        new SessionPool(
            TestPlant.client(folder)
                .withConnectTimeout(Duration.ofSeconds(1))
                .withRequestTimeout(Duration.ofSeconds(1)))) {
      Session session = quick.open(ConnectionSettings.of(plant.url()));

      assertThatThrownBy(() -> session.client().get(10, TimeUnit.SECONDS))
          .hasMessageContaining("nobody listens there");
    }
  }

  @Test
  void aServerCertificateThatNobodyTrustsIsRefusedUntilTheOperatorMovesItsFile() throws Exception {
    try (SessionPool strict = new SessionPool(TestPlant.client(folder).withAutoAccept(false))) {
      Session session = strict.open(ConnectionSettings.of(plant.url()));
      String fault = faultOf(session);
      Path rejected = only(folder.resolve("pki/rejected/certs"));
      assertThat(fault).contains("is not trusted", rejected.toString(), "move");

      Files.move(rejected, folder.resolve("pki/trusted/certs").resolve(rejected.getFileName()));

      await().until(() -> session.state() instanceof SessionState.Connected);
    }
  }

  @Test
  void aServerThatDoesNotTrustThisClientIsAFaultThatNamesOurCertificate() throws Exception {
    plant.close();
    plant =
        TestPlant.start(folder.resolve("strict"), s -> s.withClientTrust(ClientTrust.TRUST_LIST));
    Session session = pool.open(ConnectionSettings.of(plant.url()));
    assertThat(faultOf(session))
        .contains("the server refused this client", folder.resolve("pki/own/certs").toString());

    Path theirs = plant.folder().resolve("pki/trusted/certs/bactrian.der");
    Files.copy(only(folder.resolve("pki/own/certs")), theirs, StandardCopyOption.REPLACE_EXISTING);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> session.state() instanceof SessionState.Connected);
  }

  @Test
  void aUserWithAPasswordIsLetIn() throws Exception {
    Session session =
        pool.open(
            ConnectionSettings.of(plant.url())
                .withUser(new UserCredential.UserName("operator", "operator")));

    assertThat(client(session)).isNotNull();
  }

  @Test
  void aWrongPasswordIsAFaultThatNamesTheUserAndNotThePassword() {
    Session session =
        pool.open(
            ConnectionSettings.of(plant.url())
                .withUser(new UserCredential.UserName("operator", "swordfish")));

    assertThat(faultOf(session))
        .contains("the server refused user operator")
        .doesNotContain("swordfish");
    assertThat(session.settings().toString()).doesNotContain("swordfish");
  }

  @Test
  void aPasswordIsEncryptedByTheTokenPolicyWhereTheEndpointHasNoSecurity() throws Exception {
    Session session =
        pool.open(
            ConnectionSettings.of(plant.url())
                .withSecurityMode(RequiredSecurityMode.NONE)
                .withUser(new UserCredential.UserName("operator", "operator")));

    assertThat(client(session)).isNotNull();
  }

  @Test
  void aUserWithACertificateIsLetIn() throws Exception {
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
    X509Certificate certificate =
        new SelfSignedCertificateBuilder(keys)
            .setCommonName("operator")
            .setApplicationUri("urn:user")
            .build();
    Session session =
        pool.open(
            ConnectionSettings.of(plant.url())
                .withUser(new UserCredential.Certificate(certificate, keys.getPrivate())));

    assertThat(client(session)).isNotNull();
  }

  @Test
  void theApplicationCertificateIsMadeOnceAndItsKeyIsForItsOwnerOnly() throws Exception {
    Path certificate = only(folder.resolve("pki/own/certs"));
    byte[] first = Files.readAllBytes(certificate);
    Path key = only(folder.resolve("pki/own/private"));

    new SessionPool(TestPlant.client(folder)).close();

    assertThat(Files.readAllBytes(certificate)).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  void anotherApplicationUriGetsAnotherCertificateAndKeepsTheOld() throws Exception {
    new SessionPool(
            TestPlant.client(folder)
                .withApplicationName("Bactrian")
                .withApplicationUri("urn:another"))
        .close();

    try (Stream<Path> files = Files.list(folder.resolve("pki/own/certs"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .hasSize(2)
          .contains("application.der")
          .anyMatch(name -> name.endsWith(".old"));
    }
  }

  @Test
  void aServerWithoutRoomForAnotherSessionIsAFaultUntilThereIsRoom() throws Exception {
    plant.close();
    plant =
        TestPlant.start(
            folder.resolve("small"),
            s -> s.withLimits(new SimulatorLimits(10, 10, 10, 10, 10, 10, 10, 1)));
    Session first = pool.open(ConnectionSettings.of(plant.url()));
    assertThat(client(first)).isNotNull();
    Session second =
        pool.open(ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.NONE));
    assertThat(faultOf(second)).contains("has no room for another session");

    first.close();

    await().until(() -> second.state() instanceof SessionState.Connected);
  }

  @Test
  void whatASessionDoesIsCounted() throws Exception {
    Session session = pool.open(ConnectionSettings.of(plant.url()));
    session
        .subscribe(SubscriptionSettings.DEFAULT, new SubscriptionListener() {})
        .monitor(TestPlant.counters(1, 21));

    await()
        .untilAsserted(
            () ->
                assertThat(pool.statistics())
                    .singleElement()
                    .satisfies(
                        s -> {
                          assertThat(s.holders()).isEqualTo(1);
                          assertThat(s.connects()).isEqualTo(1);
                          assertThat(s.subscriptions().monitoredItems()).isEqualTo(20);
                          assertThat(s.subscriptions().refusedItems()).isEqualTo(1);
                          assertThat(s.subscriptions().messages()).isPositive();
                          assertThat(s.subscriptions().values()).isGreaterThan(20);
                          assertThat(s.subscriptions().gaps()).isZero();
                        }));
  }

  private static Path only(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private static String faultOf(Session session) {
    await().until(() -> session.state() instanceof SessionState.Disconnected);
    return ((SessionState.Disconnected) session.state()).fault();
  }

  private static int attempts(Session session) {
    return session.state() instanceof SessionState.Disconnected d ? d.attempts() : 0;
  }

  private static boolean isActive(OpcUaClient client) {
    return client.getSessionAsync().handle((s, fault) -> fault == null).join();
  }

  private static EndpointDescription endpoint(Session session) throws Exception {
    return client(session).getConfig().getEndpoint();
  }

  private static OpcUaClient client(Session session) throws Exception {
    return session.client(Duration.ofSeconds(60)).get();
  }
}
