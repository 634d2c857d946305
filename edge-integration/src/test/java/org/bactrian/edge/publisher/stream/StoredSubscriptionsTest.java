package org.bactrian.edge.publisher.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.outbox.DeadLetters;
import org.bactrian.edge.outbox.Outbox;
import org.bactrian.edge.outbox.OutboxCounters;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.OutboxName;
import org.bactrian.edge.outbox.OutboxPolicy;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.outbox.SegmentLog;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.NotificationGap;
import org.bactrian.opcua.subscription.SavedSubscription;
import org.bactrian.opcua.subscription.SubscriptionJournal;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions that a former process left of groups that are not wanted at once, or never. */
class StoredSubscriptionsTest {

  private static final Instant LAST = Instant.ofEpochMilli(1_000_000);
  private static final DataSetWriter WRITER = Fixtures.writer(0, Fixtures.field("speed"));

  @TempDir private Path folder;
  private Outboxes outboxes;
  private StoredSubscriptions subscriptions;

  @BeforeEach
  void leaveASubscription() throws Exception {
    start();
    Outbox outbox = outbox("former");
    SubscriptionJournal journal = subscriptions.of("former", WRITER, outbox);
    journal.save(new SavedSubscription("one", 7, "start", 100, 1_000, List.of(), 0));
    CountDownLatch stored = new CountDownLatch(1);
    outbox.add(
        List.of(),
        Map.of(
            UnacknowledgedNotifications.publishTimeOf(WRITER.name()),
            LAST.toEpochMilli(),
            StoredSubscriptions.progressOf(WRITER.name(), "one"),
            17L),
        stored::countDown);
    assertThat(stored.await(30, TimeUnit.SECONDS)).isTrue();
    outboxes.close();
    start();
  }

  private void start() throws Exception {
    outboxes =
        new Outboxes(
            SegmentLog.open(folder.resolve("outbox"), 1 << 20), DeadLetters.in(folder), true);
    subscriptions = new StoredSubscriptions(outboxes);
  }

  @AfterEach
  void stop() {
    outboxes.close();
  }

  @Test
  void aGroupThatComesLaterTakesItsSubscriptionsOverWithoutAGap() {
    subscriptions.expect(List.of(Fixtures.group("another", WRITER)));
    subscriptions.expect(
        List.of(Fixtures.group("another", WRITER), Fixtures.group("former", WRITER)));

    assertThat(subscriptions.takeGap("former", WRITER.name())).isEmpty();
    assertThat(subscriptions.of("former", WRITER, outbox("former")).load())
        .extracting(SavedSubscription::lastSequenceNumber)
        .containsExactly(17L);
  }

  @Test
  void aGroupWithOtherSettingsTellsOnceWhatTheFormerOneMisses() {
    subscriptions.expect(List.of(Fixtures.group("with other settings", WRITER)));

    Optional<NotificationGap> gap = subscriptions.takeGap("with other settings", WRITER.name());

    assertThat(gap).map(NotificationGap::cause).contains(GapCause.RECREATED);
    assertThat(gap).map(NotificationGap::since).contains(LAST);
    assertThat(subscriptions.takeGap("with other settings", WRITER.name())).isEmpty();
    assertThat(subscriptions.takeGap("with other settings", "another writer")).isEmpty();
  }

  @Test
  void aGroupThatComesBackWhenItsSubscriptionsWereForgottenTellsThat() {
    subscriptions.expect(List.of(Fixtures.group("another", WRITER)));
    subscriptions.forgetOthers();

    assertThat(subscriptions.of("former", WRITER, outbox("former")).isResumed()).isFalse();
    Optional<NotificationGap> gap = subscriptions.takeGap("former", WRITER.name());
    assertThat(gap).map(NotificationGap::since).contains(LAST);
    assertThat(subscriptions.takeGap("former", WRITER.name())).isEmpty();
  }

  @Test
  void nothingIsLeftInTheStoreOfAGroupThatIsForgotten() {
    subscriptions.expect(List.of(Fixtures.group("another", WRITER)));
    subscriptions.forgetOthers();
    outboxes.keepProgressOnly("group", Set.of("group/another"));

    assertThat(outboxes.store().state()).isEmpty();
  }

  @Test
  void aWriterThatItsGroupHasNoLongerIsForgottenAndTellsThatWhenItComesBack() {
    subscriptions.expect(List.of(Fixtures.group("former", WRITER.withName("another"))));
    subscriptions.forgetOthers();

    assertThat(outboxes.store().state().keySet()).noneMatch(key -> key.startsWith("subscription/"));
    assertThat(subscriptions.takeGap("former", WRITER.name()))
        .map(NotificationGap::since)
        .contains(LAST);
  }

  @Test
  void aWriterThatIsInAnotherGroupNowTellsOnceWhatItMisses() {
    subscriptions.expect(
        List.of(
            Fixtures.group("former", WRITER.withName("another")),
            Fixtures.group("present", WRITER)));

    assertThat(subscriptions.takeGap("present", WRITER.name()))
        .map(NotificationGap::since)
        .contains(LAST);
    subscriptions.forgetOthers();
    assertThat(subscriptions.takeGap("former", WRITER.name())).isEmpty();
  }

  @Test
  void theWritersThatAGroupStillHasKeepTheirSubscriptions() {
    subscriptions.expect(List.of(Fixtures.group("former", WRITER)));
    subscriptions.forgetOthers();

    assertThat(subscriptions.of("former", WRITER, outbox("former")).isResumed()).isTrue();
  }

  @Test
  void nothingIsStoredOfAWriterThatItsGroupHasNoLongerAfterTheLifetimeOfSubscriptions()
      throws Exception {
    DataSetWriter present =
        WRITER
            .withName("another")
            .withSubscription(
                new SubscriptionSettings(Duration.ofSeconds(1), 10, Duration.ofMillis(1), 0));
    try (SessionPool sessions = new SessionPool(OpcUaClientSettings.of(folder.resolve("pki")));
        WriterGroupPublisher publisher =
            new WriterGroupPublisher(sessions, outboxes, OutboxLimits.DEFAULT)) {
      publisher.apply(List.of(Fixtures.group("former", present)));

      await()
          .untilAsserted(
              () ->
                  assertThat(outboxes.store().state().keySet())
                      .noneMatch(key -> key.contains(WRITER.name())));
    }
  }

  @Test
  void aPartOfTheGroupsForgetsNothingOfTheOthers() throws Exception {
    try (SessionPool sessions = new SessionPool(OpcUaClientSettings.of(folder.resolve("pki")));
        WriterGroupPublisher publisher =
            new WriterGroupPublisher(sessions, outboxes, OutboxLimits.DEFAULT)) {
      publisher.apply(List.of(Fixtures.group(WRITER)));

      assertThat(outboxes.store().state().keySet())
          .anyMatch(key -> key.startsWith("subscription/former/"));
    }
  }

  private Outbox outbox(String group) {
    return outboxes.hold(
        new OutboxName("group/" + group, group),
        new OutboxPolicy(
            OutboxLimits.DEFAULT, () -> Long.MAX_VALUE, OutboxCounters.NONE, () -> {}));
  }
}
