package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import org.bactrian.opcua.testkit.TestPlant;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages for the operator when a server cannot be used, and the next attempts. */
class ConnectFaultTest {

  @TempDir Path folder;

  @AfterEach
  void restoreTheProvider() {
    Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
    PolicyAlgorithms.provide();
  }

  @Test
  void aConnectionWithoutSecurityNeedsNobodysAlgorithms() throws Exception {
    try (TestPlant plant = TestPlant.start(folder);
        SessionPool pool = new SessionPool(TestPlant.client(folder))) {
      Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
      Session session =
          pool.open(ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.NONE));

      await().until(() -> session.state() instanceof SessionState.Connected);
      assertThat(Security.getProvider(BouncyCastleProvider.PROVIDER_NAME)).isNull();
    }
  }

  @Test
  void theBestSecurityWorksWhereNobodyElseBroughtItsAlgorithms() throws Exception {
    try (TestPlant plant = TestPlant.start(folder)) {
      Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
      try (SessionPool pool = new SessionPool(TestPlant.client(folder))) {
        Session session =
            pool.open(
                ConnectionSettings.of(plant.url())
                    .withSecurityMode(RequiredSecurityMode.NOT_NONE)
                    .withSecurityPolicyUri(SecurityPolicy.Aes256_Sha256_RsaPss.getUri()));

        await().until(() -> session.state() instanceof SessionState.Connected);
      }
    }
  }

  @Test
  void anAlgorithmThatThisJavaLacksIsNotBlamedOnTheServer() throws Exception {
    try (TestPlant plant = TestPlant.start(folder);
        SessionPool pool = new SessionPool(TestPlant.client(folder))) {
      Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
      Security.addProvider(new EmptyProvider());
      Session session = pool.open(ConnectionSettings.of(plant.url()));

      assertThat(faultOf(session))
          .contains("this side cannot do", "Aes256_Sha256_RsaPss", "Nothing was sent")
          .doesNotContain("refused");

      Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
      await().until(() -> session.state() instanceof SessionState.Connected);
    }
  }

  @Test
  void aWebServerAtThePortIsToldFromAnOpcUaServer() throws Exception {
    try (Stranger web = new Stranger("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        SessionPool pool = new SessionPool(TestPlant.client(folder))) {
      String fault = faultOf(pool.open(ConnectionSettings.of(web.url())));

      assertThat(fault)
          .contains("Something listens at localhost:" + web.port() + " that speaks no OPC UA")
          .contains("Check the address and port")
          .doesNotContain("Exception", "Bad_");
    }
  }

  @Test
  void aPortThatHangsUpOnTheGreetingIsToldAtOnce() throws Exception {
    try (Stranger mute = new Stranger("");
        SessionPool pool =
            new SessionPool(
                TestPlant.client(folder)
                    .withConnectTimeout(Duration.ofMinutes(5))
                    .withRequestTimeout(Duration.ofMinutes(5)))) {
      String fault = faultOf(pool.open(ConnectionSettings.of(mute.url())));

      assertThat(fault)
          .contains("Something listens at localhost:" + mute.port() + " and closes the connection")
          .contains("Check the address and port");
    }
  }

  @Test
  void aFaultThatNobodyForesawIsToldAndTriedAgainLikeAnyOther() throws Exception {
    try (TestPlant plant = TestPlant.start(folder);
        SessionPool pool =
            new SessionPool(
                TestPlant.client(folder)
                    .withConnectTimeout(Duration.ofSeconds(5))
                    .withRequestTimeout(Duration.ofSeconds(Long.MAX_VALUE)))) {
      Session session = pool.open(ConnectionSettings.of(plant.url()));

      await()
          .until(() -> session.state() instanceof SessionState.Disconnected d && d.attempts() > 2);
      assertThat(faultOf(session)).startsWith(plant.url() + ": unexpected fault");
    }
  }

  /** A provider of BouncyCastle's name that knows no algorithm. */
  private static final class EmptyProvider extends Provider {

    private static final long serialVersionUID = 1;

    EmptyProvider() {
      super(BouncyCastleProvider.PROVIDER_NAME, "1", "nothing");
    }
  }

  private static String faultOf(Session session) {
    await().until(() -> session.state() instanceof SessionState.Disconnected);
    return ((SessionState.Disconnected) session.state()).fault();
  }

  /** A server of another kind, which answers whatever it hears with one text and hangs up. */
  private static final class Stranger implements AutoCloseable {

    private final ServerSocket entrance;
    private final String answer;

    Stranger(String answer) throws IOException {
      this.answer = answer;
      this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread thread = new Thread(this::serve, "stranger");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return entrance.getLocalPort();
    }

    String url() {
      return "opc.tcp://localhost:" + port();
    }

    private void serve() {
      while (!entrance.isClosed()) {
        try (Socket visitor = entrance.accept()) {
          visitor.getInputStream().readNBytes(8);
          visitor.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
          visitor.shutdownOutput();
          visitor.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
          // The visitor left first; the next one is heard.
        }
      }
    }

    @Override
    public void close() throws IOException {
      entrance.close();
    }
  }
}
