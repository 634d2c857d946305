package org.bactrian.edge.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.edge.outbox.OutboxInMemory.LIMITS;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Order, room and end of the messages in an outbox whose sink takes them. */
class OutboxTest {

  private final OutboxInMemory made = new OutboxInMemory();
  private final Outbox outbox = made.outbox(LIMITS);

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

    LongStream.rangeClosed(1, 100).forEach(number -> OutboxInMemory.add(outbox, number));

    await().until(() -> outbox.size() == 0);
    assertThat(sent).containsExactlyElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
    assertThat(made.counters.acknowledged()).isEqualTo(100);
    assertThat(made.counters.acknowledgedBytes()).isEqualTo(10_000);
  }

  @Test
  void groupsThatAreManyHoldLessEachAndMoreAgainWhenTheyAreFew() {
    made.memory.set(256); // a message has 100
    OutboxInMemory.add(outbox, 1);
    OutboxInMemory.add(outbox, 2);
    assertThat(outbox.hasRoom()).isTrue();

    OutboxInMemory.add(outbox, 3);
    assertThat(outbox.hasRoom()).isFalse();

    made.memory.set(1 << 20);
    outbox.attach((message, receipt) -> receipt.acknowledged());
    await().until(outbox::hasRoom);
    await().until(() -> outbox.size() == 0);
    outbox.detach();
    OutboxInMemory.add(outbox, 4);
    OutboxInMemory.add(outbox, 5);
    OutboxInMemory.add(outbox, 6);
    assertThat(outbox.hasRoom()).isTrue();
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
      LongStream.rangeClosed(1, 50).forEach(number -> OutboxInMemory.add(outbox, number));

      await().until(() -> outbox.size() == 0);
    } finally {
      log.detachAppender(said);
    }
    assertThat(made.counters.undeliverable()).isEqualTo(50);
    assertThat(said.list)
        .singleElement()
        .asString()
        .contains("WriterGroup Plant: message 1 can never be taken: too large. It is kept in ")
        .contains("1 such messages so far");
  }

  @Test
  void aFullOutboxSaysWhenHalfOfItIsEmpty() {
    LongStream.rangeClosed(1, 10).forEach(number -> OutboxInMemory.add(outbox, number));
    assertThat(outbox.hasRoom()).isFalse();
    AtomicInteger left = new AtomicInteger();

    outbox.attach(
        (message, receipt) -> {
          if (left.incrementAndGet() == 5) {
            assertThat(outbox.hasRoom()).isFalse();
          }
          receipt.acknowledged();
        });

    await().until(() -> made.roomAgain.get() == 1);
    assertThat(outbox.hasRoom()).isTrue();
  }

  @Test
  void noMoreThanTheAllowedNumberIsInFlight() {
    List<OutboxSink.Receipt> receipts = new CopyOnWriteArrayList<>();
    outbox.attach((message, receipt) -> receipts.add(receipt));

    LongStream.rangeClosed(1, 8).forEach(number -> OutboxInMemory.add(outbox, number));

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
    OutboxInMemory.add(outbox, 1);
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

    OutboxInMemory.add(outbox, 1);

    await().until(() -> outbox.size() == 0);
    assertThat(made.counters.undeliverable()).isEqualTo(1);
    assertThat(made.counters.acknowledged()).isZero();
  }

  @Test
  void aReceiptThatIsGivenTwiceCountsOnce() {
    outbox.attach(
        (message, receipt) -> {
          receipt.acknowledged();
          receipt.acknowledged();
        });

    OutboxInMemory.add(outbox, 1);

    await().until(() -> outbox.size() == 0);
    assertThat(made.counters.acknowledged()).isEqualTo(1);
  }
}
