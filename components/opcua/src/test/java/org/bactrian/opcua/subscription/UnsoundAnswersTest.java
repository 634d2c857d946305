package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.opcua.testkit.PlantSession.get;
import static org.bactrian.opcua.testkit.TestPlant.counters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bactrian.opcua.service.ServerOperationLimits;
import org.bactrian.opcua.testkit.PlantSession;
import org.bactrian.opcua.testkit.Recorder;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.RepublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.SetPublishingModeResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferResult;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferSubscriptionsResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions when an answer is lost or is not what the service asks for. */
class UnsoundAnswersTest {

  private static final SubscriptionSettings FAST =
      SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(100));

  @TempDir static Path folder;
  private static PlantSession plant;
  private static OpcUaClientConfig config;

  private final ExecutorService serialExecutor = Executors.newSingleThreadExecutor();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final SubscriptionEngine engine =
      new SubscriptionEngine(
          "plant",
          SubscriptionLimits.DEFAULT.withItemRetryDelay(Duration.ofMillis(200)),
          serialExecutor,
          workers,
          timer,
          SubscriptionOverflow.NONE,
          null);
  private final Recorder received = new Recorder();
  private AlteredClient client;

  @BeforeAll
  static void startPlant() throws Exception {
    plant = PlantSession.start(folder);
    config = get(plant.session().client()).getConfig();
  }

  @AfterAll
  static void stopPlant() throws Exception {
    plant.close();
  }

  @BeforeEach
  void connect() throws Exception {
    client = connected();
  }

  @AfterEach
  void stop() throws Exception {
    serialExecutor.submit(() -> engine.close()).get();
    client.disconnect();
    serialExecutor.shutdownNow();
    timer.shutdownNow();
    workers.shutdownNow();
    await().until(() -> plant.plant().monitoredItems() == 0);
  }

  static Stream<Arguments> incomplete() {
    return Stream.<UnaryOperator<MonitoredItemCreateResult[]>>of(
            results -> null,
            results -> new MonitoredItemCreateResult[0],
            results -> Arrays.copyOf(results, 1),
            results -> new MonitoredItemCreateResult[] {results[0], null},
            results -> new MonitoredItemCreateResult[] {results[0], results[1], results[1]})
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("incomplete")
  void itemsWhoseResultsAreIncompleteAreFoundAtTheServerAndNotMadeTwice(
      UnaryOperator<MonitoredItemCreateResult[]> change) {
    Recorder others = new Recorder();
    engine.subscribe(FAST, others, SubscriptionJournal.NONE).monitor(counters(3, 3));
    await().until(() -> others.count("c3") > 2);
    client.alterOnce(
        CreateMonitoredItemsResponse.class,
        answer ->
            new CreateMonitoredItemsResponse(
                answer.getResponseHeader(), change.apply(answer.getResults()), null));

    engine.subscribe(FAST, received, SubscriptionJournal.NONE).monitor(counters(1, 2));

    await().until(() -> received.count("c1") > 2 && received.count("c2") > 2);
    await().until(() -> received.statuses("c2").contains(StatusCode.GOOD));
    assertThat(received.statuses("c1").get(0).value()).isEqualTo(StatusCodes.Bad_UnexpectedError);
    assertThat(plant.plant().monitoredItems()).isEqualTo(3);
    assertThat(received.gaps()).isEmpty();
    assertThat(others.jumps("c3")).isEmpty();
    assertThat(others.gaps()).isEmpty();
  }

  @Test
  void whereTheServerDoesNotTellItsItemsTheSubscriptionIsMadeAgainAndNoItemIsDoubled() {
    client.alter(
        CallResponse.class,
        answer ->
            new CallResponse(
                answer.getResponseHeader(),
                new CallMethodResult[] {
                  new CallMethodResult(
                      new StatusCode(StatusCodes.Bad_MethodInvalid), null, null, null)
                },
                null));
    client.loseOnce(CreateMonitoredItemsResponse.class, StatusCodes.Bad_Timeout);

    engine.subscribe(FAST, received, SubscriptionJournal.NONE).monitor(counters(1, 2));

    await().until(() -> engine.counts().monitoredItems() == 2);
    await().until(() -> plant.plant().monitoredItems() == 2);
    int before = received.count("c2");
    await().until(() -> received.count("c2") > before + 5);
    assertThat(received.gaps()).containsExactly(GapCause.RECREATED);
    assertThat(plant.plant().monitoredItems()).isEqualTo(2);
  }

  @Test
  void aPublishingModeThatIsNotConfirmedIsAskedForAgain() {
    Subscription subscription = engine.subscribe(FAST, received, SubscriptionJournal.NONE);
    subscription.monitor(counters(1, 2));
    await().until(() -> received.count("c1") > 2);
    client.alterOnce(
        SetPublishingModeResponse.class,
        answer ->
            new SetPublishingModeResponse(answer.getResponseHeader(), new StatusCode[0], null));

    subscription.publishing(false);
    subscription.publishing(true);

    int before = received.count("c1");
    await().until(() -> received.count("c1") > before + 5);
    assertThat(received.gaps()).isEmpty();
  }

  @Test
  void aTransferOfWhichTheResultsAreMissingMakesAllSubscriptionsAgain() throws Exception {
    Recorder others = new Recorder();
    engine.subscribe(FAST, others, SubscriptionJournal.NONE).monitor(counters(3, 3));
    engine.subscribe(FAST, received, SubscriptionJournal.NONE).monitor(counters(1, 2));
    await().until(() -> received.count("c1") > 2 && others.count("c3") > 2);
    AlteredClient first = client;
    first.disconnect();
    client = new AlteredClient(config);
    client.alterOnce(
        TransferSubscriptionsResponse.class,
        answer ->
            new TransferSubscriptionsResponse(
                answer.getResponseHeader(), new TransferResult[0], null));

    connect(client);

    int before = received.count("c1");
    int othersBefore = others.count("c3");
    await().until(() -> received.count("c1") > before + 5);
    await().until(() -> others.count("c3") > othersBefore + 5);
    assertThat(received.gaps()).containsExactly(GapCause.RECREATED);
    assertThat(others.gaps()).containsExactly(GapCause.RECREATED);
  }

  @ParameterizedTest
  @ValueSource(longs = {StatusCodes.Bad_ResponseTooLarge, StatusCodes.Bad_Timeout})
  void aMessageThatTheServerCannotSendIsAGapAndTheLaterOnesGoOn(long status) {
    engine.subscribe(FAST, received, SubscriptionJournal.NONE).monitor(counters(1, 2));
    await().until(() -> received.count("c1") > 2);
    client.lose(RepublishResponse.class, status);

    client.loseOnce(PublishResponse.class, StatusCodes.Bad_ResponseTooLarge);

    await().until(() -> !received.gaps().isEmpty());
    int before = received.count("c1");
    await().until(() -> received.count("c1") > before + 5);
    assertThat(received.gaps()).containsExactly(GapCause.SEQUENCE);
  }

  @Test
  void aSubscriptionThatCannotBeEndedDoesNotKeepTheOthersFromIt() throws Exception {
    engine.subscribe(FAST, new Recorder(), new BrokenJournal()).monitor(counters(3, 3));
    engine.subscribe(FAST, received, SubscriptionJournal.NONE).monitor(counters(1, 2));
    await().until(() -> received.count("c1") > 2 && plant.plant().monitoredItems() == 3);

    get(serialExecutor.submit(() -> engine.close()).get());

    await().until(() -> plant.plant().monitoredItems() <= 1);
  }

  /** A journal that forgets nothing. */
  private static final class BrokenJournal implements SubscriptionJournal {

    @Override
    public List<SavedSubscription> load() {
      return List.of();
    }

    @Override
    public boolean isResumed() {
      return false;
    }

    @Override
    public boolean needsInitialValues() {
      return false;
    }

    @Override
    public void save(SavedSubscription subscription) {
      // not kept
    }

    @Override
    public void remove(String name) {
      throw new IllegalStateException("no journal");
    }
  }

  private AlteredClient connected() throws Exception {
    AlteredClient fresh = new AlteredClient(config);
    connect(fresh);
    return fresh;
  }

  private void connect(AlteredClient fresh) throws Exception {
    fresh.connect();
    ServerContext context =
        new ServerContext(
            fresh,
            "urn:plant",
            fresh.getSession().getSessionId(),
            "the same start",
            ServerOperationLimits.NONE,
            fresh.getNamespaceTable());
    serialExecutor
        .submit(
            () -> {
              engine.connected(context);
              return null;
            })
        .get();
  }
}
