package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.bactrian.opcua.pki.ServerCertificateRules;
import org.bactrian.opcua.testkit.TestPlant;
import org.bactrian.patience.TcpRelay;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Certificates of servers that are accepted, and the messages about the others. */
class ServerTrustTest {

  @TempDir Path folder;
  private TestPlant plant;

  @BeforeEach
  void start() throws Exception {
    plant = TestPlant.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    plant.close();
  }

  @Test
  void whoAsksForAServerLearnsWhatIsWrongButNoPathOfThisDisk() throws Exception {
    try (SessionPool strict = new SessionPool(TestPlant.client(folder).withAutoAccept(false))) {
      Session session = strict.open(ConnectionSettings.of(plant.url()));

      assertThatThrownBy(() -> session.client(Duration.ofSeconds(30)).get())
          .hasMessageContaining("is not trusted")
          .hasMessageContaining("rejected/certs/Bactrian_Simulator-")
          .hasMessageNotContaining(folder.toString());
      assertThat(faultOf(session)).contains(folder.toString());
    }
  }

  @Test
  void aServerWithANewKeyUnderItsOldNameIsOneLineUntilItIsTrusted() throws Exception {
    trustTheServer();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    try (SessionPool strict = new SessionPool(TestPlant.client(folder).withAutoAccept(false))) {
      Session session = strict.open(ConnectionSettings.of(plant.url()));
      client(session);
      plant.kill();
      await().until(() -> session.state() instanceof SessionState.Disconnected);
      deleteTree(plant.folder().resolve("pki"));
      log.start();
      root().addAppender(log);
      plant.startAgain();

      await().until(() -> faultOf(session).contains("is not trusted"));
      int before = attempts(session);
      await().until(() -> attempts(session) > before + 2);

      assertThat(log.list)
          .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
          .extracting(ILoggingEvent::getFormattedMessage)
          .filteredOn(line -> line.contains("is not trusted"))
          .hasSize(1);
      // The last try of the client of before may still be on its way, and is told by Milo.
      await().until(() -> fiveAttemptsWithoutAWarning(session, log));

      trustTheServer();

      await().until(() -> session.state() instanceof SessionState.Connected);
    } finally {
      root().detachAppender(log);
    }
  }

  private static boolean fiveAttemptsWithoutAWarning(
      Session session, ListAppender<ILoggingEvent> log) {
    log.list.clear();
    int before = attempts(session);
    await().until(() -> attempts(session) > before + 5);
    return log.list.stream().noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  @Test
  void aTrustedCertificateForAnotherHostIsAcceptedUnlessTheCheckIsOn() throws Exception {
    trustTheServer();
    String byAddress = plant.url().replace("localhost", "127.0.0.2");
    try (SessionPool lenient = new SessionPool(TestPlant.client(folder).withAutoAccept(false));
        SessionPool strict =
            new SessionPool(
                TestPlant.client(folder)
                    .withChecks(ServerCertificateRules.DEFAULT.withCheckHostName(true)))) {
      try (TcpRelay relay = new TcpRelay(plant.port(), "127.0.0.2")) {
        String url = byAddress.replace(":" + plant.port(), ":" + relay.port());

        assertThat(faultOf(strict.open(ConnectionSettings.of(url))))
            .contains("is for localhost, 127.0.0.1 and not for 127.0.0.2", "--check-host-name");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root().addAppender(log);
        try {
          for (int connect = 0; connect < 2; connect++) {
            try (Session session = lenient.open(ConnectionSettings.of(url))) {
              assertThat(client(session)).isNotNull();
            }
          }
        } finally {
          root().detachAppender(log);
        }
        assertThat(log.list)
            .extracting(ILoggingEvent::getFormattedMessage)
            .filteredOn(line -> line.contains("option --check-host-name refuses it"))
            .hasSize(1);
      }
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static OpcUaClient client(Session session) throws Exception {
    return session.client(Duration.ofSeconds(30)).get();
  }

  private static String faultOf(Session session) {
    await().until(() -> session.state() instanceof SessionState.Disconnected);
    return ((SessionState.Disconnected) session.state()).fault();
  }

  private static int attempts(Session session) {
    return session.state() instanceof SessionState.Disconnected d ? d.attempts() : 0;
  }

  private void trustTheServer() throws Exception {
    try (SessionPool strict = new SessionPool(TestPlant.client(folder).withAutoAccept(false))) {
      faultOf(strict.open(ConnectionSettings.of(plant.url())));
      // An attempt that began before the last one was trusted may have written that one again.
      try (Stream<Path> rejected = Files.list(folder.resolve("pki/rejected/certs"))) {
        for (Path certificate : rejected.toList()) {
          Files.move(
              certificate,
              folder.resolve("pki/trusted/certs").resolve(certificate.getFileName()),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
