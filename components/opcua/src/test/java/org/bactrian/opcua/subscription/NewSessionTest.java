package org.bactrian.opcua.subscription;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.opcua.testkit.TestPlant.counter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.testkit.Recorder;
import org.bactrian.opcua.testkit.TestPlant;
import org.bactrian.patience.TcpRelay;
import org.bactrian.simulator.settings.SimulatorLimits;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server lives, and a session takes the place of another: the server has closed that of a
 * client that was silent for too long, or the client was asked to begin anew.
 */
class NewSessionTest {

  private static final SubscriptionSettings FAST =
      SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(100));
  private static final Duration SHORT_SESSION = Duration.ofSeconds(2);

  @TempDir Path folder;
  private final Recorder received = new Recorder();

  @Test
  void theSubscriptionIsTakenOverAndNothingIsLostThatTheServerKept() throws Exception {
    outlastTheSession(RequiredSecurityMode.SIGN);

    assertThat(received.gaps()).isEmpty();
    assertThat(received.jumps("c1")).isEmpty();
  }

  @Test
  void whereTheServerDoesNotHandItOverTheSubscriptionIsMadeAgainAndAGapIsTold() throws Exception {
    outlastTheSession(RequiredSecurityMode.NONE);

    assertThat(received.gaps()).containsExactly(GapCause.RECREATED);
  }

  @Test
  void aSessionThatIsResetTakesTheSubscriptionAlongAndLosesNothing() throws Exception {
    try (TestPlant plant = TestPlant.start(folder);
        SessionPool pool = new SessionPool(TestPlant.client(folder))) {
      Session session =
          pool.open(ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.SIGN));
      session.subscribe(FAST, received).monitor(List.of(counter(1).withQueueSize(2_000)));
      await().until(() -> received.count("c1") > 5);
      NodeId first = sessionId(session);

      pool.reset();

      await().until(() -> pool.statistics().get(0).connects() == 2);
      int before = received.count("c1");
      await().until(() -> received.count("c1") > before + 20);
      assertThat(sessionId(session)).isNotEqualTo(first);
      assertThat(received.gaps()).isEmpty();
      assertThat(received.jumps("c1")).isEmpty();
    }
  }

  @Test
  void aSubscriptionThatIsNotToBeTransferredIsMadeAgainInTheNewSession() throws Exception {
    try (TestPlant plant = TestPlant.start(folder);
        SessionPool pool = new SessionPool(TestPlant.client(folder))) {
      Session session =
          pool.open(ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.SIGN));
      session
          .subscribe(FAST.withTransferred(false), received)
          .monitor(List.of(counter(1).withQueueSize(2_000)));
      await().until(() -> received.count("c1") > 5);

      pool.reset();

      await().until(() -> received.gaps().contains(GapCause.RECREATED));
      int before = received.count("c1");
      await().until(() -> received.count("c1") > before + 20);
      assertThat(received.gaps()).containsExactly(GapCause.RECREATED);
    }
  }

  @Test
  void aCertificateThatIsReplacedIsShownInANewSessionThatLosesNothing() throws Exception {
    try (TestPlant plant = TestPlant.start(folder);
        SessionPool pool = new SessionPool(TestPlant.client(folder));
        SessionPool other = new SessionPool(TestPlant.client(folder.resolve("other")))) {
      Session session =
          pool.open(ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.SIGN));
      session.subscribe(FAST, received).monitor(List.of(counter(1).withQueueSize(2_000)));
      await().until(() -> received.count("c1") > 5);
      X509Certificate first = session.client().get().getConfig().getCertificate().orElseThrow();
      Path own = pool.settings().pkiRoot().resolve("own");
      Path replacement = other.settings().pkiRoot().resolve("own");

      for (String file : List.of("certs/application.der", "private/application.pem")) {
        Files.copy(replacement.resolve(file), own.resolve(file), REPLACE_EXISTING);
      }

      await().until(() -> pool.statistics().get(0).connects() == 2);
      int before = received.count("c1");
      await().until(() -> received.count("c1") > before + 20);
      assertThat(session.client().get().getConfig().getCertificate().orElseThrow())
          .isNotEqualTo(first);
      assertThat(received.gaps()).isEmpty();
      assertThat(received.jumps("c1")).isEmpty();
    }
  }

  @Test
  void whereTheServerHasRoomForOneSessionTheNextOneTakesTheSubscriptionAlongToo() throws Exception {
    try (TestPlant plant =
            TestPlant.start(folder, s -> s.withLimits(SimulatorLimits.DEFAULT.withSessions(1)));
        SessionPool pool = new SessionPool(TestPlant.client(folder))) {
      Session session = subscribed(plant, pool);
      NodeId first = sessionId(session);

      pool.reset();

      await().until(() -> pool.statistics().get(0).connects() == 2);
      int before = received.count("c1");
      await().until(() -> received.count("c1") > before + 20);
      assertThat(sessionId(session)).isNotEqualTo(first);
      assertThat(received.gaps()).isEmpty();
      assertThat(received.jumps("c1")).isEmpty();
    }
  }

  @Test
  void aTransferThatIsNotAnsweredLosesNothingHoweverOftenItIsTriedAgain() throws Exception {
    try (TestPlant plant = TestPlant.start(folder);
        SessionPool pool = new SessionPool(impatientClient())) {
      Session session = subscribed(plant, pool);
      plant.refuseTransfers(StatusCodes.Bad_Timeout);

      pool.reset();

      await().until(() -> plant.refusedTransfers() >= 3);
      await().until(() -> plant.sessions() <= 3);
      plant.refuseTransfers(StatusCodes.Good);
      await().until(() -> session.state() instanceof SessionState.Connected);
      int before = received.count("c1");
      await().until(() -> received.count("c1") > before + 20);
      assertThat(received.gaps()).isEmpty();
      assertThat(received.jumps("c1")).isEmpty();
      await().until(() -> plant.sessions() == 1);
    }
  }

  @Test
  void whatIsLeftToALaterProcessStaysAtTheServerAlsoWhereTheSessionIsNotSetUp() throws Exception {
    try (TestPlant plant = TestPlant.start(folder)) {
      try (SessionPool pool = new SessionPool(impatientClient())) {
        Recorder last = new Recorder();
        Session session = subscribed(plant, pool);
        Subscription left = session.subscribe(FAST, last);
        left.monitor(List.of(counter(2)));
        await().until(() -> last.count("c2") > 2);
        plant.refuseTransfers(StatusCodes.Bad_Timeout);
        pool.reset();
        await().until(() -> session.state() instanceof SessionState.Disconnected);

        left.leave();
      }

      await().until(() -> plant.sessions() == 0);
      assertThat(plant.monitoredItems()).isPositive();
    }
  }

  private OpcUaClientSettings impatientClient() {
    return TestPlant.client(folder)
        .withSessionTimeout(SHORT_SESSION)
        .withKeepAliveInterval(Duration.ofMillis(500));
  }

  private Session subscribed(TestPlant plant, SessionPool pool) {
    Session session =
        pool.open(ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.SIGN));
    session.subscribe(FAST, received).monitor(List.of(counter(1).withQueueSize(2_000)));
    await().until(() -> received.count("c1") > 5);
    return session;
  }

  private void outlastTheSession(RequiredSecurityMode mode) throws Exception {
    try (TestPlant plant = TestPlant.start(folder);
        TcpRelay relay = new TcpRelay(plant.port());
        SessionPool pool =
            new SessionPool(
                TestPlant.client(folder)
                    .withSessionTimeout(SHORT_SESSION)
                    .withKeepAliveInterval(Duration.ofSeconds(1)))) {
      Session session = pool.open(ConnectionSettings.of(relay.url()).withSecurityMode(mode));
      session.subscribe(FAST, received).monitor(List.of(counter(1).withQueueSize(2_000)));
      await().until(() -> received.count("c1") > 5);
      NodeId first = sessionId(session);

      relay.cut();
      await().until(() -> session.state() instanceof SessionState.Disconnected);
      await().until(() -> plant.sessions() == 0);
      relay.mend();

      await().until(() -> session.state() instanceof SessionState.Connected);
      int before = received.count("c1");
      await().until(() -> received.count("c1") > before + 20);
      assertThat(sessionId(session)).isNotEqualTo(first);
    }
  }

  private static NodeId sessionId(Session session) throws Exception {
    return session.client().get().getSession().getSessionId();
  }
}
