package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bactrian.opcua.reverse.ReverseConnectSettings;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.NotificationHeader;
import org.bactrian.opcua.subscription.Subscription;
import org.bactrian.opcua.subscription.SubscriptionListener;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.bactrian.opcua.testkit.TestPlant;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions over connections that the server opens. */
class ReverseConnectTest {

  private static final Duration INTERVAL = Duration.ofMillis(50);

  @TempDir private Path folder;
  private Simulator plant;
  private InetSocketAddress here;
  private SessionPool pool;

  @BeforeEach
  void start() throws Exception {
    plant = plant(0);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      here = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
    }
    pool = pool(Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() throws Exception {
    pool.close();
    plant.close();
  }

  private Simulator plant(int port) throws IOException {
    return Simulator.start(
        SimulatorSettings.in(folder.resolve("plant"))
            .withPort(port)
            .withLoadNodes(1)
            .withLoadRate(TestPlant.RATE));
  }

  private SessionPool pool(Duration longestWait) {
    return new SessionPool(
        TestPlant.client(folder)
            .withReverseConnect(
                new ReverseConnectSettings("127.0.0.1", here.getPort(), longestWait)));
  }

  private Session open(RequiredSecurityMode mode) {
    return pool.open(
        ConnectionSettings.of(plant.endpointUrl()).withSecurityMode(mode).withReverseConnect(true));
  }

  private static void connected(Session session) throws Exception {
    session.client().get(60, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "SIGN_AND_ENCRYPT"})
  void aServerThatConnectsIsUsed(RequiredSecurityMode mode) throws Exception {
    Session session = open(mode);

    plant.connectTo(here, INTERVAL);

    connected(session);
    assertThat(plant.connectedUsers()).hasSize(1);
  }

  @Test
  void aServerThatIsStartedAgainConnectsAgainAndItsValuesGoOn() throws Exception {
    List<DataValue> received = new CopyOnWriteArrayList<>();
    Session session = open(RequiredSecurityMode.NONE);
    plant.connectTo(here, INTERVAL);
    Subscription subscription =
        session.subscribe(
            SubscriptionSettings.DEFAULT.withPublishingInterval(TestPlant.RATE),
            new SubscriptionListener() {
              @Override
              public void onDataChanges(
                  NotificationHeader header, List<MonitoredItem> items, List<DataValue> values) {
                received.addAll(values);
              }
            });
    subscription.monitor(List.of(TestPlant.counter(1)));
    await().until(() -> received.size() >= 3);
    int port = plant.port();

    plant.close();
    await().until(() -> session.state() instanceof SessionState.Disconnected);
    received.clear();
    plant = plant(port);
    plant.connectTo(here, INTERVAL);

    await().until(() -> received.size() >= 3);
  }

  @Test
  void aServerThatDoesNotComeIsAFaultThatSaysWhereItIsExpected() throws Exception {
    pool.close();
    pool = pool(Duration.ofMillis(200));
    Session session = open(RequiredSecurityMode.NONE);

    await().until(() -> session.state() instanceof SessionState.Disconnected);

    assertThat(((SessionState.Disconnected) session.state()).fault())
        .contains(plant.endpointUrl(), "the server has not connected", "--rcp");
    plant.connectTo(here, INTERVAL);
    await().until(() -> session.state() instanceof SessionState.Connected);
  }

  @Test
  void aPortThatIsTakenIsAFaultThatSaysSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(here.getPort(), 1, here.getAddress())) {
      Session session = open(RequiredSecurityMode.NONE);

      await().until(() -> session.state() instanceof SessionState.Disconnected);

      assertThat(((SessionState.Disconnected) session.state()).fault())
          .contains("port " + taken.getLocalPort() + " of 127.0.0.1 cannot be opened", "--rcp");
    }
  }

  /** A session that is expected nowhere must not wait for its server when it ends. */
  @Test
  void aSessionThatWaitsForItsServerEndsAtOnce() {
    Session session = open(RequiredSecurityMode.NONE);

    pool.close();

    assertThat(session.state()).isInstanceOf(SessionState.Closed.class);
  }

  private static byte[] hello(String type, int length, String server, String url) {
    byte[] first = server.getBytes(StandardCharsets.UTF_8);
    byte[] second = url.getBytes(StandardCharsets.UTF_8);
    int whole = 16 + first.length + second.length;
    return ByteBuffer.allocate(whole)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(type.getBytes(StandardCharsets.US_ASCII))
        .putInt(length == 0 ? whole : length)
        .putInt(first.length)
        .put(first)
        .putInt(second.length)
        .put(second)
        .array();
  }

  static Stream<byte[]> refused() {
    byte[] damaged = hello("RHEF", 0, "urn:a", "opc.tcp://a:1");
    damaged[11] = -1; // a text of -16777211 bytes
    return Stream.of(
        hello("RHEF", 0, "urn:stranger", "opc.tcp://stranger:4840"),
        hello("RHEF", 0, "urn:stranger", "nowhere"),
        hello("RHEF", 0, "urn:stranger", ""),
        hello("RHEF", 100_000, "urn:a", "opc.tcp://a:1"),
        hello("RHEF", 9, "urn:a", "opc.tcp://a:1"),
        hello("HELF", 0, "urn:a", "opc.tcp://a:1"),
        damaged);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNotExpectedIsRefusedAndDisturbsNobody(byte[] message) throws Exception {
    Session session = open(RequiredSecurityMode.NONE);
    plant.connectTo(here, INTERVAL);
    connected(session);

    try (Socket stranger = new Socket(here.getAddress(), here.getPort())) {
      stranger.setSoTimeout(30_000);
      stranger.getOutputStream().write(message);
      InputStream answer = stranger.getInputStream();

      assertThat(new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1)).startsWith("ERRF");
    }
    assertThat(session.state()).isInstanceOf(SessionState.Connected.class);
  }
}
