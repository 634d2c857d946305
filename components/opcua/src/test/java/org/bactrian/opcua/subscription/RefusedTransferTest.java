package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.opcua.testkit.TestPlant.counters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bactrian.opcua.service.ServerOperationLimits;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.testkit.Recorder;
import org.bactrian.opcua.testkit.TestPlant;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferResult;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferSubscriptionsResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that counts a transferred subscription against the limit of the session, as some do. */
class RefusedTransferTest {

  private static final SubscriptionSettings FAST =
      SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(100));

  @TempDir Path folder;
  private final List<Callable<?>> ends = new ArrayList<>();
  private final List<ExecutorService> executors = new ArrayList<>();

  @Test
  void anotherSessionTakesOverWhatAFormerProcessLeftWithoutAGap() throws Exception {
    try (TestPlant plant = TestPlant.start(folder);
        SessionPool pool = new SessionPool(TestPlant.client(folder))) {
      OpcUaClientConfig config = configOfAKnownClient(pool, plant);
      Recorder received = new Recorder();
      Journal journal = new Journal(received);
      SubscriptionEngine former = engine(config, client -> {}, SubscriptionOverflow.NONE);
      Subscription left = former.subscribe(FAST, received, journal);
      left.monitor(counters(1, 2));
      await().until(() -> received.count("c1") > 2);
      left.leave().get(20, TimeUnit.SECONDS);
      endAll();

      SubscriptionEngine roomy = engine(config, client -> {}, SubscriptionOverflow.NONE);
      SubscriptionEngine full =
          engine(config, RefusedTransferTest::refuseTransfers, overflowInto(roomy));
      Recorder others = new Recorder();
      full.subscribe(FAST, others, SubscriptionJournal.NONE).monitor(counters(3, 3));
      await().until(() -> others.count("c3") > 2);
      int before = received.count("c1");
      full.subscribe(FAST, received, journal).monitor(counters(1, 2));

      await().until(() -> received.count("c1") > before + 5);
      assertThat(roomy.counts().monitoredItems()).isEqualTo(2);
      assertThat(full.counts().monitoredItems()).isEqualTo(1);
      assertThat(received.gaps()).isEmpty();
      assertThat(received.jumps("c1")).isEmpty();
      assertThat(plant.monitoredItems()).isEqualTo(3);
      endAll(); // while there is a server to tell, or else each waits for it
    } finally {
      endAll();
      executors.forEach(ExecutorService::shutdownNow);
    }
  }

  private void endAll() throws Exception {
    for (Callable<?> end : ends) {
      end.call();
    }
    ends.clear();
  }

  /** The simulator hands subscriptions over only where it knows the client. */
  private static OpcUaClientConfig configOfAKnownClient(SessionPool pool, TestPlant plant)
      throws Exception {
    ConnectionSettings settings =
        ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.SIGN);
    try (Session session = pool.open(settings)) {
      return session.client().get(20, TimeUnit.SECONDS).getConfig();
    }
  }

  private static void refuseTransfers(AlteredClient client) {
    client.alter(
        TransferSubscriptionsResponse.class,
        answer ->
            new TransferSubscriptionsResponse(
                answer.getResponseHeader(),
                new TransferResult[] {
                  new TransferResult(new StatusCode(StatusCodes.Bad_TooManySubscriptions), null)
                },
                null));
  }

  private static SubscriptionOverflow overflowInto(SubscriptionEngine engine) {
    return new SubscriptionOverflow() {
      @Override
      public Next next() {
        return new Next.Ready(engine);
      }

      @Override
      public void closeUnused() {
        // the test closes it
      }
    };
  }

  private SubscriptionEngine engine(
      OpcUaClientConfig config, Alterations alterations, SubscriptionOverflow overflow)
      throws Exception {
    ExecutorService serialExecutor = Executors.newSingleThreadExecutor();
    ExecutorService workers = Executors.newCachedThreadPool();
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    executors.addAll(List.of(serialExecutor, workers, timer));
    SubscriptionEngine engine =
        new SubscriptionEngine(
            "plant",
            SubscriptionLimits.DEFAULT.withItemRetryDelay(Duration.ofMillis(200)),
            serialExecutor,
            workers,
            timer,
            overflow,
            null);
    AlteredClient client = new AlteredClient(config);
    alterations.of(client);
    client.connect();
    ServerContext context =
        new ServerContext(
            client,
            "urn:plant",
            client.getSession().getSessionId(),
            "the same start",
            ServerOperationLimits.NONE,
            client.getNamespaceTable());
    serialExecutor
        .submit(
            () -> {
              engine.connected(context);
              return null;
            })
        .get();
    ends.add(() -> serialExecutor.submit(engine::close).get());
    ends.add(
        () -> {
          if (engine.isLeaving()) {
            // Without a connection the end of the session deletes nothing.
            client.getTransport().disconnect().get();
          }
          return client.disconnect();
        });
    return engine;
  }

  /** Changes of a client's answers. */
  private interface Alterations {
    void of(AlteredClient client);
  }

  /** What one process keeps for the next, in memory. */
  private static final class Journal implements SubscriptionJournal {

    private final Map<String, SavedSubscription> saved = new ConcurrentHashMap<>();
    private final Recorder stored;

    Journal(Recorder stored) {
      this.stored = stored;
    }

    @Override
    public boolean isResumed() {
      return !saved.isEmpty();
    }

    @Override
    public boolean needsInitialValues() {
      return false;
    }

    @Override
    public List<SavedSubscription> load() {
      List<Long> sequence = stored.sequence();
      long last = sequence.isEmpty() ? 0 : sequence.get(sequence.size() - 1);
      return saved.values().stream().map(one -> one.withLastSequenceNumber(last)).toList();
    }

    @Override
    public void save(SavedSubscription subscription) {
      saved.put(subscription.name(), subscription);
    }

    @Override
    public void remove(String name) {
      saved.remove(name);
    }
  }
}
