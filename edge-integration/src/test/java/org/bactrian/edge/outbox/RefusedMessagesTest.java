package org.bactrian.edge.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.edge.outbox.OutboxInMemory.LIMITS;

import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that the sink of an outbox refuses, and those beside them. */
class RefusedMessagesTest {

  private final OutboxInMemory made = new OutboxInMemory();
  private final Outbox outbox = made.outbox(LIMITS);

  @AfterEach
  void close() {
    outbox.close();
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

    LongStream.rangeClosed(1, 3).forEach(number -> OutboxInMemory.add(outbox, number));

    await().until(() -> delivered.size() == 3);
    assertThat(delivered).containsExactly(1L, 2L, 3L);
    assertThat(attempts).containsEntry(2L, 4);
    assertThat(made.counters.refused()).isEqualTo(3);
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
    LongStream.rangeClosed(1, 10).forEach(number -> OutboxInMemory.add(outbox, number));
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

    LongStream.rangeClosed(1, 150).forEach(number -> OutboxInMemory.add(outbox, number));

    await().until(() -> delivered.size() == 149);
    assertThat(delivered).isSorted();
    await().until(() -> outbox.size() == 0);
    assertThat(attempts).hasValueGreaterThanOrEqualTo(20);
    assertThat(made.counters.undeliverable()).isEqualTo(1);
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

    LongStream.rangeClosed(1, 300).forEach(number -> OutboxInMemory.add(outbox, number));

    await().until(() -> delivered.size() == 296);
    assertThat(delivered).isSorted();
    await().until(() -> outbox.size() == 0);
    assertThat(made.counters.undeliverable()).isEqualTo(4);
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
    LongStream.rangeClosed(1, 300).forEach(number -> OutboxInMemory.add(outbox, number));
    await().until(() -> made.counters.refused() > 60);

    outage.set(false);

    await().until(() -> outbox.size() == 0);
    assertThat(made.counters.undeliverable()).isZero();
    assertThat(made.counters.acknowledged()).isEqualTo(300);
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
    LongStream.rangeClosed(1, 6).forEach(number -> OutboxInMemory.add(outbox, number));
    await().until(() -> first.size() == LIMITS.maxInFlight());

    first.get(1L).refused(new IllegalStateException("a hiccup"));
    LongStream.rangeClosed(2, 4).forEach(number -> first.get(number).acknowledged());

    await().until(() -> outbox.size() == 0);
    assertThat(later).containsExactly(1L, 5L, 6L);
  }

  @Test
  void aMessageThatCannotBeSetAsideYetIsTriedAgainAndHoldsNobodyUpForEver() {
    AtomicInteger failures = new AtomicInteger(3);
    Map<String, Object> headers =
        new AbstractMap<>() {
          @Override
          public Set<Map.Entry<String, Object>> entrySet() {
            if (failures.getAndDecrement() > 0) {
              throw new OutOfMemoryError("of a test");
            }
            return Map.<String, Object>of("header", "text").entrySet();
          }
        };
    try (Outbox ordered = made.outbox(LIMITS.inOrder())) {
      ordered.attach(
          (message, receipt) -> {
            if (message.number() == 1) {
              receipt.undeliverable(new IllegalArgumentException("the message is too large"));
            } else {
              receipt.acknowledged();
            }
          });

      ordered.add(List.of(new OutboxMessage(1, 1, headers, new byte[100])), Map.of(), () -> {});
      OutboxInMemory.add(ordered, 2);

      await().until(() -> ordered.size() == 0);
      assertThat(failures).hasNegativeValue();
      assertThat(made.counters.undeliverable()).isEqualTo(1);
    }
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
    LongStream.rangeClosed(1, 10).forEach(number -> OutboxInMemory.add(outbox, number));
    await().until(() -> made.counters.refused() > 0);

    await()
        .until(
            () -> {
              outbox.expire(Duration.ZERO);
              return outbox.size() == inFlight.size();
            });
    inFlight.forEach(OutboxSink.Receipt::acknowledged);

    assertThat(outbox.values()).isZero();
    assertThat(made.counters.undeliverable() + made.counters.acknowledged()).isEqualTo(10);
    assertThat(outbox.hasRoom()).isTrue();
  }

  @Test
  void inAHurryRefusedMessagesAreSentAtOnceWhateverTheirWaitWas() {
    OutboxLimits slow =
        new OutboxLimits(10, 1 << 20, 4, 100, Duration.ofMillis(5), Duration.ofHours(1));
    AtomicInteger attempts = new AtomicInteger();
    AtomicBoolean outage = new AtomicBoolean(true);
    try (Outbox patient = made.outbox(slow)) {
      patient.attach(
          (message, receipt) -> {
            attempts.incrementAndGet();
            if (outage.get()) {
              receipt.refused(new IllegalStateException("the hub is away"));
            } else {
              receipt.acknowledged();
            }
          });
      OutboxInMemory.add(patient, 1);
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
  void messagesForWhatNeedsThemInOrderWaitForARefusedOne() {
    List<Long> delivered = new CopyOnWriteArrayList<>();
    AtomicInteger attempts = new AtomicInteger();
    try (Outbox ordered = made.outbox(LIMITS.inOrder())) {
      ordered.attach(
          (message, receipt) -> {
            if (message.number() % 3 == 1 && attempts.incrementAndGet() % 4 != 0) {
              receipt.refused(new IllegalStateException("the disk is full"));
            } else {
              delivered.add(message.number());
              receipt.acknowledged();
            }
          });

      LongStream.rangeClosed(1, 10).forEach(number -> OutboxInMemory.add(ordered, number));

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

    OutboxInMemory.add(outbox, 1);

    await().until(() -> outbox.size() == 0);
    assertThat(calls).hasValue(2);
  }
}
