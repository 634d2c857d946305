package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.bactrian.opcua.testkit.PlantSession.get;
import static org.bactrian.opcua.testkit.TestPlant.plantNode;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.bactrian.opcua.service.BrowseContinuationPoint;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsePage;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.ServiceResult;
import org.bactrian.opcua.testkit.PlantSession;
import org.bactrian.opcua.testkit.TestPlant;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnDemandSessionPoolTest {

  private static final BrowseFilter THREE_AT_A_TIME =
      BrowseFilter.CHILDREN.withMaxReferencesPerNode(3);

  @TempDir Path folder;
  private TestPlant plant;
  private SessionPool pool;
  private ConnectionSettings connection;

  @BeforeEach
  void start() throws Exception {
    plant = TestPlant.start(folder);
    pool = new SessionPool(client());
    connection = ConnectionSettings.of(plant.url());
  }

  @AfterEach
  void stop() throws Exception {
    pool.close();
    plant.close();
  }

  @Test
  void aRequestOpensASessionThatIsClosedWhenTheLingerTimeIsOver() throws Exception {
    try (OnDemandSessionPool sessions = sessions(Duration.ofMillis(300))) {
      List<DataValue> values = get(read(sessions, connection));
      int active =
          get(
              sessions.use(
                  connection,
                  RequestOptions.DEFAULT,
                  access -> CompletableFuture.completedFuture(sessions.active().size())));

      assertThat(values.get(0).statusCode().isGood()).isTrue();
      assertThat(active).isEqualTo(1);
      await().until(() -> sessions.active().isEmpty());
    }
  }

  @Test
  void withoutALingerTimeNothingIsLeftOpenAfterTheRequest() throws Exception {
    try (OnDemandSessionPool sessions = sessions(Duration.ZERO)) {
      get(read(sessions, connection));

      await().until(() -> pool.statistics().isEmpty());
    }
  }

  @Test
  void requestsAtOnceAndOneAfterTheOtherShareTheSessionOfThePublisher() throws Exception {
    Session publisher = pool.open(connection);
    OpcUaClient theirs = get(publisher.client());
    try (OnDemandSessionPool sessions = sessions(Duration.ofMinutes(1))) {
      CompletableFuture<OpcUaClient> one = client(sessions, connection);
      CompletableFuture<OpcUaClient> two = client(sessions, connection);

      assertThat(get(one)).isSameAs(theirs);
      assertThat(get(two)).isSameAs(theirs);
      assertThat(get(client(sessions, connection))).isSameAs(theirs);
      assertThat(get(client(sessions, connection.withUser(operator("operator")))))
          .isNotSameAs(theirs);
    }
    assertThat(publisher.state()).isInstanceOf(SessionState.Connected.class);
  }

  @Test
  void anAnswerInPartKeepsTheSessionUntilSomebodyWentOnToItsEnd() throws Exception {
    try (OnDemandSessionPool sessions = sessions(Duration.ZERO)) {
      String token = browse(sessions);
      OpcUaClient first = get(clientOfOnly(sessions));

      BrowsePage rest =
          get(
              sessions.resume(
                  connection,
                  token,
                  BrowseContinuationPoint.class,
                  RequestOptions.DEFAULT,
                  (access, point) -> access.nodes().browseNext(point, false)));

      assertThat(rest.references()).hasSize(3);
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> get(release(sessions, connection, token)))
          .hasRootCauseInstanceOf(UaException.class)
          .hasMessageContaining("Begin again");
      await().until(() -> pool.statistics().isEmpty());
    }
  }

  @Test
  void anAnswerInPartIsOfNoUseToAnotherUser() throws Exception {
    try (OnDemandSessionPool sessions = sessions(Duration.ofMinutes(1))) {
      String token = browse(sessions);
      ConnectionSettings other = connection.withUser(operator("operator"));
      get(read(sessions, other));

      assertThatThrownBy(() -> get(release(sessions, other, token)))
          .hasRootCauseInstanceOf(UaException.class);
      assertThat(get(release(sessions, connection, token)).result()).isEqualTo(ServiceResult.GOOD);
    }
  }

  @Test
  void anAnswerThatNobodyGoesOnWithIsGivenBackAndItsSessionClosed() throws Exception {
    OnDemandSessionSettings impatient =
        OnDemandSessionSettings.DEFAULT.withContinuationLife(Duration.ofMillis(500));
    try (OnDemandSessionPool sessions = new OnDemandSessionPool(pool, impatient)) {
      String token = browse(sessions);
      assertThat(sessions.active().get(0).continuationPoints()).isEqualTo(1);

      await().until(() -> pool.statistics().isEmpty());
      assertThatThrownBy(() -> get(release(sessions, connection, token)))
          .hasMessageContaining("Begin again");
    }
  }

  @Test
  void aServerThatIsDownFailsTheRequestAtOnceAndNotAfterTheTimeout() throws Exception {
    plant.kill();
    try (OnDemandSessionPool sessions = sessions(Duration.ofMinutes(1))) {
      long start = System.nanoTime();

      assertThatThrownBy(() -> get(read(sessions, connection)))
          .cause()
          .isInstanceOfSatisfying(
              NotConnectedException.class,
              e -> assertThat(e.fault()).isEqualTo(ConnectFault.UNREACHABLE))
          .hasMessageContaining("nobody listens there");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(pool.settings().connectTimeout());
      assertThat(sessions.active()).isEmpty();
    }
  }

  @Test
  void aServerThatIsSilentFailsTheRequestAfterTheTimeThatItGave() throws Exception {
    try (ServerSocket silent = new ServerSocket(0);
        OnDemandSessionPool sessions = sessions(Duration.ZERO)) {
      ConnectionSettings nobody =
          ConnectionSettings.of("opc.tcp://localhost:" + silent.getLocalPort());

      CompletableFuture<ServiceResult> result =
          sessions.test(nobody, RequestOptions.DEFAULT.withConnectTimeout(Duration.ofMillis(300)));

      assertThat(get(result).status().value()).isEqualTo(StatusCodes.Bad_NotConnected);
    }
  }

  @Test
  void badCredentialsAreToldFromAServerThatCannotBeReached() throws Exception {
    try (OnDemandSessionPool sessions = sessions(Duration.ZERO)) {
      assertThatThrownBy(
              () -> get(read(sessions, connection.withUser(operator("not the password")))))
          .cause()
          .isInstanceOfSatisfying(
              NotConnectedException.class,
              e -> assertThat(e.fault()).isEqualTo(ConnectFault.WRONG_USER));
      assertThat(get(sessions.test(connection, RequestOptions.DEFAULT)).status().isGood()).isTrue();
    }
  }

  @Test
  void aServerWithAnotherCertificateThanTheExpectedOneIsRefused() throws Exception {
    try (OnDemandSessionPool sessions = sessions(Duration.ofMinutes(1))) {
      String theirs =
          sha1(
              get(client(sessions, connection))
                  .getConfig()
                  .getEndpoint()
                  .getServerCertificate()
                  .bytesOrEmpty());

      assertThat(
              get(read(sessions, connection.withServerThumbprint(theirs.toUpperCase(Locale.ROOT)))))
          .allMatch(value -> value.statusCode().isGood());
      assertThatThrownBy(
              () ->
                  get(read(sessions, connection.withServerThumbprint("00" + theirs.substring(2)))))
          .cause()
          .isInstanceOfSatisfying(
              NotConnectedException.class,
              e -> assertThat(e.fault()).isEqualTo(ConnectFault.CERTIFICATE_REFUSED))
          .hasMessageContaining(theirs);
    }
  }

  @Test
  void aRequestFindsAServerThatCameBackWithoutWaitingForTheNextTry() throws Exception {
    plant.kill();
    OpcUaClientSettings patient =
        client()
            .withReconnectDelayMax(Duration.ofMinutes(5))
            .withReconnectDelayMin(Duration.ofMinutes(5));
    try (SessionPool slow = new SessionPool(patient);
        OnDemandSessionPool sessions =
            new OnDemandSessionPool(slow, OnDemandSessionSettings.DEFAULT)) {
      Session publisher = slow.open(connection);
      await().until(() -> publisher.state() instanceof SessionState.Disconnected);

      plant.startAgain();

      assertThat(get(read(sessions, connection)).get(0).statusCode().isGood()).isTrue();
    }
  }

  @Test
  void aServerThatRestartedBetweenTwoRequestsIsAskedInANewSession() throws Exception {
    try (OnDemandSessionPool sessions = sessions(Duration.ofMinutes(1))) {
      get(read(sessions, connection));
      plant.kill();
      plant.startAgain();

      assertThat(get(read(sessions, connection)).get(0).statusCode().isGood()).isTrue();
    }
  }

  @Test
  void allConnectionsAreMadeAnewWhenThatIsAskedFor() throws Exception {
    Session publisher = pool.open(connection);
    OpcUaClient before = get(publisher.client());
    try (OnDemandSessionPool sessions = sessions(Duration.ZERO)) {
      sessions.reset();

      await().until(() -> get(publisher.client()) != before);
      assertThat(get(client(sessions, connection))).isNotSameAs(before);
    }
  }

  @Test
  void ownConnectionsAreMadeAnewAndThoseOfSubscriptionsAreLeftAlone() throws Exception {
    ConnectionSettings others = connection.withUser(operator("operator"));
    Session publisher = pool.open(connection);
    OpcUaClient before = get(publisher.client());
    try (OnDemandSessionPool sessions = sessions(Duration.ofMinutes(1))) {
      get(read(sessions, connection));
      OpcUaClient own = get(client(sessions, others));

      sessions.resetOwn();

      await().until(() -> get(client(sessions, others)) != own);
      assertThat(get(publisher.client())).isSameAs(before);
      assertThat(get(client(sessions, connection))).isSameAs(before);
    }
  }

  private OpcUaClientSettings client() {
    return TestPlant.client(folder)
        .withConnectTimeout(PlantSession.PATIENCE)
        .withRequestTimeout(PlantSession.PATIENCE);
  }

  private OnDemandSessionPool sessions(Duration linger) {
    return new OnDemandSessionPool(pool, OnDemandSessionSettings.DEFAULT.withLinger(linger));
  }

  private static String sha1(byte[] certificate) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(certificate));
  }

  private static UserCredential operator(String password) {
    return new UserCredential.UserName("operator", password);
  }

  private static CompletableFuture<List<DataValue>> read(
      OnDemandSessionPool sessions, ConnectionSettings connection) {
    return sessions.use(
        connection,
        RequestOptions.DEFAULT,
        access ->
            access.nodes().read(List.of(NodeAttributeId.value(plantNode("Samples/Int32"))), 0));
  }

  private static CompletableFuture<OpcUaClient> client(
      OnDemandSessionPool sessions, ConnectionSettings connection) {
    return sessions.use(
        connection,
        RequestOptions.DEFAULT,
        access -> CompletableFuture.completedFuture(access.client()));
  }

  private CompletableFuture<OpcUaClient> clientOfOnly(OnDemandSessionPool sessions) {
    assertThat(sessions.active())
        .singleElement()
        .satisfies(one -> assertThat(one.continuationPoints()).isEqualTo(1));
    return client(sessions, connection);
  }

  private String browse(OnDemandSessionPool sessions) throws Exception {
    return get(
        sessions.use(
            connection,
            RequestOptions.DEFAULT,
            access ->
                access
                    .nodes()
                    .browseFirst(plantNode("Samples"), THREE_AT_A_TIME)
                    .thenApply(page -> access.keep(page.continuation().orElseThrow()))));
  }

  private static CompletableFuture<BrowsePage> release(
      OnDemandSessionPool sessions, ConnectionSettings connection, String token) {
    return sessions.resume(
        connection,
        token,
        BrowseContinuationPoint.class,
        RequestOptions.DEFAULT,
        (access, point) -> access.nodes().browseNext(point, true));
  }
}
