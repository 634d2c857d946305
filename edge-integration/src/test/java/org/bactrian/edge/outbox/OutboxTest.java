package org.bactrian.edge.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.bactrian.edge.publisher.stream.StreamCounters;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutboxTest {

  private static final OutboxLimits LIMITS =
      new OutboxLimits(10, 1 << 20, 4, 100, Duration.ofMillis(5), Duration.ofMillis(20));

  private final StreamCounters counters = StreamCounters.total();
  private final AtomicInteger roomAgain = new AtomicInteger();
  private final AtomicLong memory = new AtomicLong(1 << 20);
  private final Outbox outbox = outbox(LIMITS);

  private Outbox outbox(OutboxLimits limits) {
    Outbox made =
        new Outbox(
            new OutboxName("group/1", "WriterGroup Plant"),
            new MemoryRecordStore(),
            new OutboxPolicy(limits, memory::get, counters, roomAgain::incrementAndGet),
            DeadLetters.in(Path.of("target", "outbox-test")),
            List.of());
    made.retain();
    return made;
  }

  private static void add(Outbox to, long number) {
    to.add(
        List.of(
            new OutboxMessage(
                number, 1, Map.of(TelemetryHeaders.MESSAGE_ID, "id-" + number), new byte[100])),
        Map.of(),
        () -> {});
  }

  @AfterEach
  void close() {
    outbox.close();
  }

  @Test
  void messagesLeaveInOrderAndAreForgottenWhenAcknowledged() throws Exception {
    List<Long> sent = new CopyOnWriteArrayList<>();
    outbox.attach(
        (message, receipt) -> {
          sent.add(message.number());
          receipt.acknowledged();
        });

    LongStream.rangeClosed(1, 100).forEach(number -> add(outbox, number));

    await().until(() -> outbox.size() == 0);
    assertThat(sent).containsExactlyElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
    assertThat(counters.acknowledged()).isEqualTo(100);
    assertThat(counters.acknowledgedBytes()).isEqualTo(10_000);
  }

  @Test
  void groupsThatAreManyHoldLessEachAndMoreAgainWhenTheyAreFew() {
    memory.set(256); // a message has 100
    add(outbox, 1);
    add(outbox, 2);
    assertThat(outbox.hasRoom()).isTrue();

    add(outbox, 3);
    assertThat(outbox.hasRoom()).isFalse();

    memory.set(1 << 20);
    outbox.attach((message, receipt) -> receipt.acknowledged());
    await().until(outbox::hasRoom);
    outbox.detach();
    await().until(() -> outbox.size() == 0);
    add(outbox, 4);
    add(outbox, 5);
    add(outbox, 6);
    assertThat(outbox.hasRoom()).isTrue();
  }

  @Test
  void aRefusedMessageIsSentUntilItIsAcknowledgedAndOthersWaitBehindIt() {
    List<Long> delivered = new CopyOnWriteArrayList<>();
    Map<Long, Integer> attempts = new ConcurrentHashMap<>();
    outbox.attach(
        (message, receipt) -> {
          int attempt = attempts.merge(message.number(), 1, Integer::sum);
          if (message.number() == 2 && attempt < 4) {
            receipt.refused(new IllegalStateException("the step divides by zero"));
          } else {
            delivered.add(message.number());
            receipt.acknowledged();
          }
        });

    LongStream.rangeClosed(1, 3).forEach(number -> add(outbox, number));

    await().until(() -> delivered.size() == 3);
    assertThat(delivered).containsExactly(1L, 2L, 3L);
    assertThat(attempts).containsEntry(2L, 4);
    assertThat(counters.refused()).isEqualTo(3);
  }

  @Test
  void afterAnOutageMessagesArriveInOrderButForTheOneThatWasTried() {
    List<Long> delivered = new CopyOnWriteArrayList<>();
    AtomicInteger refusals = new AtomicInteger();
    AtomicBoolean outage = new AtomicBoolean(true);
    outbox.attach(
        (message, receipt) -> {
          if (outage.get()) {
            refusals.incrementAndGet();
            receipt.refused(new IllegalStateException("the broker is away"));
          } else {
            delivered.add(message.number());
            receipt.acknowledged();
          }
        });
    LongStream.rangeClosed(1, 10).forEach(number -> add(outbox, number));
    await().until(() -> refusals.get() > 30);

    outage.set(false);

    await().until(() -> outbox.size() == 0);
    assertThat(delivered).hasSize(10);
    List<Long> butForTheFirst = new ArrayList<>(delivered.subList(1, 10));
    assertThat(butForTheFirst).isSorted();
  }

  @Test
  void aMessageThatIsRefusedWhileOthersArriveHoldsNobodyUpAndIsSetAsideInTheEnd() throws Exception {
    List<Long> delivered = new CopyOnWriteArrayList<>();
    AtomicInteger attempts = new AtomicInteger();
    outbox.attach(
        (message, receipt) -> {
          if (message.number() == 2) {
            attempts.incrementAndGet();
            receipt.refused(new IllegalStateException("the step divides by zero"));
          } else {
            delivered.add(message.number());
            receipt.acknowledged();
          }
        });

    LongStream.rangeClosed(1, 150).forEach(number -> add(outbox, number));

    await().until(() -> delivered.size() == 149);
    assertThat(delivered).isSorted();
    await().until(() -> outbox.size() == 0);
    assertThat(attempts).hasValueGreaterThanOrEqualTo(20);
    assertThat(counters.undeliverable()).isEqualTo(1);
  }

  @Test
  void severalMessagesThatAreRefusedForGoodHoldNobodyUp() throws Exception {
    List<Long> delivered = new CopyOnWriteArrayList<>();
    outbox.attach(
        (message, receipt) -> {
          if (message.number() <= 3 || message.number() == 7) {
            receipt.refused(new IllegalStateException("the step divides by zero"));
          } else {
            delivered.add(message.number());
            receipt.acknowledged();
          }
        });

    LongStream.rangeClosed(1, 300).forEach(number -> add(outbox, number));

    await().until(() -> delivered.size() == 296);
    assertThat(delivered).isSorted();
    await().until(() -> outbox.size() == 0);
    assertThat(counters.undeliverable()).isEqualTo(4);
  }

  @Test
  void anOutageCostsNoMessageHoweverLongItLasts() {
    AtomicBoolean outage = new AtomicBoolean(true);
    AtomicInteger refusalsAfter = new AtomicInteger();
    outbox.attach(
        (message, receipt) -> {
          if (outage.get() || message.number() == 1 && refusalsAfter.getAndIncrement() < 3) {
            receipt.refused(new IllegalStateException("the broker is away"));
          } else {
            receipt.acknowledged();
          }
        });
    LongStream.rangeClosed(1, 300).forEach(number -> add(outbox, number));
    await().until(() -> counters.refused() > 60);

    outage.set(false);

    await().until(() -> outbox.size() == 0);
    assertThat(counters.undeliverable()).isZero();
    assertThat(counters.acknowledged()).isEqualTo(300);
  }

  @Test
  void messagesThatWereInFlightDoNotMakeARefusedOneTheCulprit() {
    Map<Long, OutboxSink.Receipt> first = new ConcurrentHashMap<>();
    List<Long> later = new CopyOnWriteArrayList<>();
    outbox.attach(
        (message, receipt) -> {
          if (first.size() < LIMITS.maxInFlight()) {
            first.put(message.number(), receipt);
          } else {
            later.add(message.number());
            receipt.acknowledged();
          }
        });
    LongStream.rangeClosed(1, 6).forEach(number -> add(outbox, number));
    await().until(() -> first.size() == LIMITS.maxInFlight());

    first.get(1L).refused(new IllegalStateException("a hiccup"));
    LongStream.rangeClosed(2, 4).forEach(number -> first.get(number).acknowledged());

    await().until(() -> outbox.size() == 0);
    assertThat(later).containsExactly(1L, 5L, 6L);
  }

  @Test
  void messagesThatAreTooOldAreForgottenAndCounted() {
    List<OutboxSink.Receipt> inFlight = new CopyOnWriteArrayList<>();
    outbox.attach(
        (message, receipt) -> {
          if (message.number() == 1) {
            receipt.refused(new IllegalStateException("the broker is away"));
          } else {
            inFlight.add(receipt);
          }
        });
    LongStream.rangeClosed(1, 10).forEach(number -> add(outbox, number));
    await().until(() -> counters.refused() > 0);

    await()
        .until(
            () -> {
              outbox.expire(Duration.ZERO);
              return outbox.size() == inFlight.size();
            });
    inFlight.forEach(OutboxSink.Receipt::acknowledged);

    assertThat(outbox.values()).isZero();
    assertThat(counters.undeliverable() + counters.acknowledged()).isEqualTo(10);
    assertThat(outbox.hasRoom()).isTrue();
  }

  @Test
  void inAHurryRefusedMessagesAreSentAtOnceWhateverTheirWaitWas() {
    OutboxLimits slow =
        new OutboxLimits(10, 1 << 20, 4, 100, Duration.ofMillis(5), Duration.ofHours(1));
    AtomicInteger attempts = new AtomicInteger();
    AtomicBoolean outage = new AtomicBoolean(true);
    try (Outbox patient = outbox(slow)) {
      patient.attach(
          (message, receipt) -> {
            attempts.incrementAndGet();
            if (outage.get()) {
              receipt.refused(new IllegalStateException("the hub is away"));
            } else {
              receipt.acknowledged();
            }
          });
      add(patient, 1);
      await().until(() -> attempts.get() >= 9); // the next wait is more than a second
      assertThat(patient.values()).isEqualTo(1);

      patient.hurry();
      await().until(() -> attempts.get() >= 30); // waits of 5 ms

      outage.set(false);
      await().until(() -> patient.size() == 0);
      assertThat(patient.values()).isZero();
    }
  }

  @Test
  void manyMessagesThatCanNeverArriveMakeOneLineOfTheLog() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(UndeliverableLog.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    log.addAppender(said);
    try {
      outbox.attach(
          (message, receipt) -> receipt.undeliverable(new IllegalArgumentException("too large.")));
      LongStream.rangeClosed(1, 50).forEach(number -> add(outbox, number));

      await().until(() -> outbox.size() == 0);
    } finally {
      log.detachAppender(said);
    }
    assertThat(counters.undeliverable()).isEqualTo(50);
    assertThat(said.list)
        .singleElement()
        .asString()
        .contains("WriterGroup Plant: message 1 can never be taken: too large. It is kept in ")
        .contains("1 such messages so far");
  }

  @Test
  void messagesForWhatNeedsThemInOrderWaitForARefusedOne() {
    List<Long> delivered = new CopyOnWriteArrayList<>();
    AtomicInteger attempts = new AtomicInteger();
    try (Outbox ordered = outbox(LIMITS.inOrder())) {
      ordered.attach(
          (message, receipt) -> {
            if (message.number() % 3 == 1 && attempts.incrementAndGet() % 4 != 0) {
              receipt.refused(new IllegalStateException("the disk is full"));
            } else {
              delivered.add(message.number());
              receipt.acknowledged();
            }
          });

      LongStream.rangeClosed(1, 10).forEach(number -> add(ordered, number));

      await().until(() -> ordered.size() == 0);
      assertThat(delivered)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 10).boxed().toList());
    }
  }

  @Test
  void aSinkThatThrowsIsAskedAgain() {
    AtomicInteger calls = new AtomicInteger();
    outbox.attach(
        (message, receipt) -> {
          if (calls.incrementAndGet() == 1) {
            throw new IllegalStateException("stopped meanwhile");
          }
          receipt.acknowledged();
        });

    add(outbox, 1);

    await().until(() -> outbox.size() == 0);
    assertThat(calls).hasValue(2);
  }

  @Test
  void aFullOutboxSaysWhenHalfOfItIsEmpty() {
    LongStream.rangeClosed(1, 10).forEach(number -> add(outbox, number));
    assertThat(outbox.hasRoom()).isFalse();
    AtomicInteger left = new AtomicInteger();

    outbox.attach(
        (message, receipt) -> {
          if (left.incrementAndGet() == 5) {
            assertThat(outbox.hasRoom()).isFalse();
          }
          receipt.acknowledged();
        });

    await().until(() -> roomAgain.get() == 1);
    assertThat(outbox.hasRoom()).isTrue();
  }

  @Test
  void noMoreThanTheAllowedNumberIsInFlight() {
    List<OutboxSink.Receipt> receipts = new CopyOnWriteArrayList<>();
    outbox.attach((message, receipt) -> receipts.add(receipt));

    LongStream.rangeClosed(1, 8).forEach(number -> add(outbox, number));

    await().until(() -> receipts.size() == LIMITS.maxInFlight());
    receipts.get(0).acknowledged();
    await().until(() -> receipts.size() == LIMITS.maxInFlight() + 1);
    assertThat(outbox.size()).isEqualTo(7);
  }

  @Test
  void whileNoSinkIsAttachedMessagesWaitForTheNext() throws Exception {
    List<Long> delivered = new CopyOnWriteArrayList<>();
    outbox.attach((message, receipt) -> receipt.acknowledged());
    outbox.detach();
    add(outbox, 1);
    assertThat(outbox.size()).isEqualTo(1);

    outbox.attach(
        (message, receipt) -> {
          delivered.add(message.number());
          receipt.acknowledged();
        });

    await().until(() -> outbox.size() == 0);
    assertThat(delivered).containsExactly(1L);
  }

  @Test
  void aMessageThatCanNeverArriveIsSetAsideAndCounted() throws Exception {
    outbox.attach(
        (message, receipt) -> receipt.undeliverable(new IllegalArgumentException("too large")));

    add(outbox, 1);

    await().until(() -> outbox.size() == 0);
    assertThat(counters.undeliverable()).isEqualTo(1);
    assertThat(counters.acknowledged()).isZero();
  }

  @Test
  void aReceiptThatIsGivenTwiceCountsOnce() {
    outbox.attach(
        (message, receipt) -> {
          receipt.acknowledged();
          receipt.acknowledged();
        });

    add(outbox, 1);

    await().until(() -> outbox.size() == 0);
    assertThat(counters.acknowledged()).isEqualTo(1);
  }
}
