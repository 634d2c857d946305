package org.bactrian.interop.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.NotificationHeader;
import org.bactrian.opcua.subscription.Subscription;
import org.bactrian.opcua.subscription.SubscriptionListener;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our subscriptions against a server that we did not write. */
@NeedsNodeJs
class SubscriptionToNodeOpcuaTest {

  private static final Duration RATE = Duration.ofMillis(50);
  private static final int QUEUE_SIZE = 100;

  @TempDir static Path data;
  private static NodeOpcuaServer server;
  private static SessionPool sessions;

  @BeforeAll
  static void start() throws IOException {
    server = NodeOpcuaServer.start(data.resolve("server"), 0, 2, RATE);
    sessions =
        new SessionPool(
            OpcUaClientSettings.of(data.resolve("client"))
                .withAutoAccept(true)
                .withReconnectDelayMin(Duration.ofMillis(200))
                .withReconnectDelayMax(Duration.ofSeconds(1)));
  }

  @AfterAll
  static void stop() throws IOException {
    if (sessions != null) {
      sessions.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void everyCountArrivesOnceOverAnEncryptedChannel() {
    Received received = new Received();
    ConnectionSettings secured =
        ConnectionSettings.of(server.endpointUrl())
            .withSecurityMode(RequiredSecurityMode.SIGN_AND_ENCRYPT)
            .withSecurityPolicyUri(SecurityPolicy.Basic256Sha256.getUri());

    try (Session session = sessions.open(secured);
        Subscription subscription = subscribe(session, received)) {
      eventually().until(() -> received.numbers().size() >= 60);

      assertThat(subscription.settings()).isEqualTo(settings());
      List<Long> numbers = received.numbers();
      long first = numbers.get(0);
      assertThat(numbers)
          .isEqualTo(LongStream.range(first, first + numbers.size()).boxed().toList());
    }
  }

  @Test
  void aServerThatIsKilledAndStartedAgainIsSubscribedAgainBesideANodeThatItLacks()
      throws IOException {
    Received received = new Received();
    ConnectionSettings plain =
        ConnectionSettings.of(server.endpointUrl()).withSecurityMode(RequiredSecurityMode.NONE);

    try (Session session = sessions.open(plain);
        Subscription subscription = subscribe(session, received)) {
      eventually().until(() -> received.numbers().size() >= 40);
      int port = server.port();

      server.kill();
      // What had come before is delivered before the session tells that it is lost.
      eventually().until(() -> session.state() instanceof SessionState.Disconnected);
      received.clear();
      server = NodeOpcuaServer.start(data.resolve("server"), port, 2, RATE);

      eventually().until(() -> received.numbers().size() >= 10);
      assertThat(subscription.settings()).isEqualTo(settings());
      List<Long> numbers = received.numbers();
      assertThat(numbers).isSorted().doesNotHaveDuplicates();
      assertThat(numbers.get(0)).isLessThanOrEqualTo(server.tick());
    }
  }

  /** node-opcua grants a session 10 subscriptions. */
  @Test
  void moreSubscriptionsThanASessionMayHaveAllReport() {
    List<Received> all = Stream.generate(Received::new).limit(23).toList();
    ConnectionSettings plain =
        ConnectionSettings.of(server.endpointUrl()).withSecurityMode(RequiredSecurityMode.NONE);

    try (Session session = sessions.open(plain)) {
      all.forEach(received -> subscribe(session, received));

      eventually().until(() -> all.stream().allMatch(one -> one.numbers().size() >= 3));
      assertThat(sessions.statistics())
          .extracting(statistics -> statistics.subscriptions().subscriptions())
          .containsExactly(10, 10, 3);
    }
  }

  private static Subscription subscribe(Session session, Received received) {
    Subscription subscription = session.subscribe(settings(), received);
    ExpandedNodeId counter = ExpandedNodeId.of(NodeOpcuaServer.NAMESPACE, "Counter2");
    ExpandedNodeId missing = ExpandedNodeId.of(NodeOpcuaServer.NAMESPACE, "Missing");
    subscription.monitor(
        List.of(
            MonitoredItem.value("missing", missing, Duration.ZERO),
            MonitoredItem.value("counter", counter, Duration.ZERO).withQueueSize(QUEUE_SIZE)));
    return subscription;
  }

  private static SubscriptionSettings settings() {
    return SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(200));
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private static final class Received implements SubscriptionListener {

    private final List<Long> numbers = new CopyOnWriteArrayList<>();

    @Override
    public void onDataChanges(
        NotificationHeader header, List<MonitoredItem> items, List<DataValue> values) {
      values.forEach(value -> numbers.add(((Number) value.value().value()).longValue()));
    }

    List<Long> numbers() {
      return List.copyOf(numbers);
    }

    void clear() {
      numbers.clear();
    }
  }
}
