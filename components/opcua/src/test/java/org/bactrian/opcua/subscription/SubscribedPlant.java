package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.testkit.TestPlant;
import org.bactrian.patience.TcpRelay;

/**
 * A server, a network that can be cut and a client with two subscriptions, together with what
 * should have become of them after some steps.
 */
final class SubscribedPlant implements AutoCloseable {

  private static final SubscriptionSettings FAST =
      SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(100));
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(2);
  private static final int QUEUE = 4_000;

  private final TestPlant plant;
  private final TcpRelay relay;
  private final SessionPool pool;
  private final Session session;
  private final List<Watch> watches;
  private int counters;
  private int start;
  private int generation;

  /** One subscription and what is wanted of it, by number of the counter. */
  private static final class Watch {
    private final CounterLog log = new CounterLog();
    private final Map<Integer, MonitoredItem> wanted = new TreeMap<>();
    private Subscription subscription;

    /** Interruptions that were a gap for sure, and those that may have been one. */
    private int certainGaps;

    private int possibleGaps;
  }

  SubscribedPlant(TestPlant plant, int start, int counters, Path folder) throws IOException {
    this.plant = plant;
    this.start = start;
    this.counters = counters;
    this.relay = new TcpRelay(plant.port());
    this.pool =
        new SessionPool(
            TestPlant.client(folder)
                .withSessionTimeout(SESSION_TIMEOUT)
                .withKeepAliveInterval(Duration.ofMillis(500))
                .withSubscriptions(
                    SubscriptionLimits.DEFAULT.withItemRetryDelay(Duration.ofMillis(500))));
    this.session =
        pool.open(ConnectionSettings.of(relay.url()).withSecurityMode(RequiredSecurityMode.SIGN));
    this.watches = IntStream.range(0, 2).mapToObj(i -> new Watch()).toList();
    watches.forEach(watch -> watch.subscription = session.subscribe(FAST, watch.log));
  }

  /** Number of counters that the server has now. */
  int counters() {
    return counters;
  }

  /** Number of times that the server was started again. */
  int start() {
    return start;
  }

  void make(SubscriptionStep step) throws IOException {
    if (step instanceof SubscriptionStep.Add add) {
      want(watches.get(add.subscription()), add.counter(), QUEUE);
    } else if (step instanceof SubscriptionStep.Remove remove) {
      Watch watch = watches.get(remove.subscription());
      watch.wanted.remove(remove.counter());
      watch.subscription.monitor(watch.wanted.values());
    } else if (step instanceof SubscriptionStep.Resize resize) {
      Watch watch = watches.get(resize.subscription());
      watch.wanted.computeIfPresent(
          resize.counter(), (number, item) -> item.withQueueSize(resize.queueSize()));
      watch.subscription.monitor(watch.wanted.values());
    } else if (step instanceof SubscriptionStep.Publishing publishing) {
      watches.get(publishing.subscription()).subscription.publishing(publishing.enabled());
    } else if (step instanceof SubscriptionStep.Restart restart) {
      restart(restart);
    } else if (step instanceof SubscriptionStep.Transfer) {
      pool.reset();
    } else if (step instanceof SubscriptionStep.Cut) {
      relay.cut();
    } else if (step instanceof SubscriptionStep.Elapse elapse) {
      await().pollDelay(Duration.ofMillis(elapse.millis())).until(() -> true);
    } else if (step instanceof SubscriptionStep.Mend) {
      mend();
    }
  }

  private void want(Watch watch, int counter, int queueSize) {
    String key = "c" + counter + "#" + generation++;
    watch.wanted.computeIfAbsent(
        counter,
        number ->
            MonitoredItem.value(key, TestPlant.loadNode(number), TestPlant.RATE)
                .withQueueSize(queueSize));
    watch.subscription.monitor(watch.wanted.values());
  }

  private void restart(SubscriptionStep.Restart restart) throws IOException {
    if (restart.settled()) {
      settle();
    }
    for (Watch watch : watches) {
      if (restart.settled() && existing(watch) > 0) {
        watch.certainGaps++;
      } else if (!restart.settled() || !watch.wanted.isEmpty()) {
        // A refused item may be asked for again right now, and nobody knows whether the server
        // still made it.
        watch.possibleGaps++;
      }
    }
    plant.kill();
    start++;
    counters = restart.counters();
    plant.startAgain(
        s ->
            s.withLoadNodes(counters)
                .withLoadRate(TestPlant.RATE)
                .withFirstCount(start * CounterLog.PER_START));
  }

  private void mend() {
    relay.mend();
  }

  private long existing(Watch watch) {
    return watch.wanted.keySet().stream().filter(number -> number <= counters).count();
  }

  /** Waits until all is as it should be with nothing in the way. */
  void settle() {
    mend();
    watches.forEach(watch -> watch.subscription.publishing(true));
    await("connected").until(() -> session.state() instanceof SessionState.Connected);
    long existing = watches.stream().mapToLong(this::existing).sum();
    long wanted = watches.stream().mapToLong(watch -> watch.wanted.size()).sum();
    await("monitored items").until(() -> counts().monitoredItems() == existing);
    await("refused items").until(() -> counts().refusedItems() == wanted - existing);
    await("items at the server").until(() -> plant.monitoredItems() == existing);
    watches.forEach(this::awaitValues);
  }

  private void awaitValues(Watch watch) {
    watch.wanted.forEach(
        (number, item) -> {
          if (number <= counters) {
            long before = watch.log.count(item.key(), start);
            await(item.key()).until(() -> watch.log.count(item.key(), start) > before + 2);
          }
        });
  }

  /** Checks what holds after every sequence of steps. */
  void verify() {
    settle();
    for (Watch watch : watches) {
      assertThat(watch.log.losses()).isEmpty();
      assertThat(watch.log.gaps()).allMatch(cause -> cause == GapCause.RECREATED);
      assertThat(watch.log.gaps().size())
          .isBetween(watch.certainGaps, watch.certainGaps + watch.possibleGaps);
    }
    assertThat(counts().gaps())
        .isEqualTo(watches.stream().mapToInt(watch -> watch.log.gaps().size()).sum());
  }

  private SubscriptionCounts counts() {
    return pool.statistics().get(0).subscriptions();
  }

  /** Ends the client and waits until the server has forgotten it. */
  @Override
  public void close() throws IOException {
    pool.close();
    relay.close();
    await("items at the server").until(() -> plant.monitoredItems() == 0);
  }
}
