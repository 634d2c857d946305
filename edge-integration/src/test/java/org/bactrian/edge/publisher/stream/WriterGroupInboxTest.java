package org.bactrian.edge.publisher.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WriterGroupInboxTest {

  private final WriterGroupInbox inbox = new WriterGroupInbox(() -> 10);
  private final List<String> done = new ArrayList<>();

  @Test
  void commandsGoBeforeNotifications() throws Exception {
    inbox.notification(1, () -> done.add("notification"));
    inbox.command(() -> done.add("command"));

    inbox.next(true, Long.MAX_VALUE).orElseThrow().run();
    inbox.next(true, Long.MAX_VALUE).orElseThrow().run();

    assertThat(done).containsExactly("command", "notification");
  }

  @Test
  void notificationsStayWhileTheyMayNotBeTaken() throws Exception {
    inbox.notification(1, () -> done.add("notification"));

    assertThat(inbox.next(false, System.nanoTime())).isEmpty();
    assertThat(inbox.next(true, Long.MAX_VALUE)).isPresent();
  }

  @Test
  void whatIsDueGoesBeforeNotificationsThatNeverPause() throws Exception {
    inbox.notification(1, () -> done.add("notification"));

    assertThat(inbox.next(true, System.nanoTime())).isEmpty();
  }

  @Test
  void aFullInboxHoldsTheNextNotificationBackUntilThereIsRoom() throws Exception {
    inbox.notification(10, () -> {});
    Thread reporter = new Thread(this::reportFiveMore);
    reporter.start();
    await().until(() -> reporter.getState() == Thread.State.WAITING);

    inbox.next(true, Long.MAX_VALUE);

    reporter.join(10_000);
    assertThat(inbox.next(true, Long.MAX_VALUE)).isPresent();
  }

  @Test
  void aNotificationLargerThanTheInboxStillFitsAnEmptyOne() throws Exception {
    assertThat(inbox.notification(1000, () -> {})).isTrue();
  }

  @Test
  void atTheEndWhatWaitsIsTakenTooAndNothingAfterIt() throws Exception {
    inbox.notification(10, () -> {});
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return inbox.notification(5, () -> {});
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    inbox.unbound();

    assertThat(waiting.join()).isTrue();
    assertThat(inbox.drain()).hasSize(2);
    assertThat(inbox.notification(1, () -> {})).isFalse();
  }

  private void reportFiveMore() {
    try {
      inbox.notification(5, () -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
