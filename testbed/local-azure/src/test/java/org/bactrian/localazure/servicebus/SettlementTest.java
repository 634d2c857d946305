package org.bactrian.localazure.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.models.AbandonOptions;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import com.azure.messaging.servicebus.models.SubQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.bactrian.localazure.servicebus.entity.BusEntities;
import org.bactrian.localazure.servicebus.entity.QueueSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settlement of messages that were received. */
class SettlementTest {

  private static final Duration SHORT = Duration.ofSeconds(2);

  @TempDir Path folder;
  private RunningBus bus;

  @BeforeEach
  void start() {
    BusEntities entities =
        BusEntities.NONE
            .with(QueueSettings.named("orders").withMaxDeliveryCount(3))
            .with(QueueSettings.named("quick").withLockDuration(SHORT).withMaxDeliveryCount(2))
            .with(QueueSettings.named("steady").withLockDuration(Duration.ofSeconds(5)))
            .with(
                QueueSettings.named("mortal")
                    .withTimeToLive(Optional.of(SHORT))
                    .withDeadLetterExpired(true))
            .with(QueueSettings.named("small").withMaxSizeBytes(1));
    bus = RunningBus.in(folder, entities);
  }

  @AfterEach
  void stop() {
    bus.close();
  }

  @Test
  void anAbandonedMessageComesAgainAndIsDeadLetteredAfterTheLastDelivery() {
    bus.send("orders", "poison");
    ServiceBusReceiverClient receiver = bus.receiver("orders");

    for (int delivery = 0; delivery < 3; delivery++) {
      ServiceBusReceivedMessage message = RunningBus.next(receiver);
      assertThat(message.getDeliveryCount()).isEqualTo(delivery);
      receiver.abandon(message);
    }

    ServiceBusReceiverClient graves = deadLetters("orders");
    ServiceBusReceivedMessage dead = RunningBus.next(graves);
    assertThat(dead.getBody().toString()).isEqualTo("poison");
    assertThat(dead.getDeadLetterReason()).isEqualTo("MaxDeliveryCountExceeded");
    assertThat(dead.getDeliveryCount()).isEqualTo(3);
    graves.complete(dead);
    assertThat(receiver.peekMessage()).isNull();
  }

  @Test
  void abandonMayChangeApplicationProperties() {
    bus.send("orders", "again");
    ServiceBusReceiverClient receiver = bus.receiver("orders");
    ServiceBusReceivedMessage first = RunningBus.next(receiver);

    receiver.abandon(
        first, new AbandonOptions().setPropertiesToModify(Map.of("attempt", "second")));

    ServiceBusReceivedMessage second = RunningBus.next(receiver);
    assertThat(second.getApplicationProperties()).containsEntry("attempt", "second");
    assertThat(second.getBody().toString()).isEqualTo("again");
  }

  @Test
  void aReceiverDeadLettersWithAReason() {
    bus.send("orders", "wrong");
    ServiceBusReceiverClient receiver = bus.receiver("orders");

    receiver.deadLetter(
        RunningBus.next(receiver),
        new DeadLetterOptions()
            .setDeadLetterReason("NoJson")
            .setDeadLetterErrorDescription("line 1")
            .setPropertiesToModify(Map.of("seenBy", "onboarding")));

    ServiceBusReceivedMessage dead = RunningBus.next(deadLetters("orders"));
    assertThat(dead.getDeadLetterReason()).isEqualTo("NoJson");
    assertThat(dead.getDeadLetterErrorDescription()).isEqualTo("line 1");
    assertThat(dead.getApplicationProperties()).containsEntry("seenBy", "onboarding");
  }

  @Test
  void aLockThatEndsGivesTheMessageToTheNextAndTakesItFromTheFirst() {
    bus.send("quick", "slow work");
    ServiceBusReceiverClient slow = bus.receiver("quick");
    ServiceBusReceivedMessage held = RunningBus.next(slow);

    ServiceBusReceiverClient other = bus.receiver("quick");
    ServiceBusReceivedMessage again = RunningBus.next(other);

    assertThat(again.getBody().toString()).isEqualTo("slow work");
    assertThat(again.getDeliveryCount()).isEqualTo(1);
    assertThatThrownBy(() -> slow.complete(held))
        .isInstanceOfSatisfying(
            ServiceBusException.class,
            lost ->
                assertThat(lost.getReason()).isEqualTo(ServiceBusFailureReason.MESSAGE_LOCK_LOST));
    other.complete(again);
  }

  @Test
  void aRenewedLockKeepsTheMessage() {
    bus.send("steady", "long work");
    ServiceBusReceiverClient receiver = bus.receiver("steady");
    ServiceBusReceivedMessage message = RunningBus.next(receiver);
    OffsetDateTime first = message.getLockedUntil();
    await().until(() -> OffsetDateTime.now(ZoneOffset.UTC).isAfter(first.minusSeconds(4)));

    OffsetDateTime renewed = receiver.renewMessageLock(message);
    assertThat(renewed).isAfter(first);
    await().until(() -> OffsetDateTime.now(ZoneOffset.UTC).isAfter(first.plusNanos(100_000_000)));

    receiver.complete(message);
    assertThat(receiver.peekMessage()).isNull();
  }

  @Test
  void aReceiverThatLeavesGivesBackWhatItHeldAndThatDoesNotCount() {
    bus.send("orders", "first", "second");
    ServiceBusReceiverClient leaving =
        bus.builder().receiver().queueName("orders").disableAutoComplete().buildClient();
    assertThat(RunningBus.next(leaving).getBody().toString()).isEqualTo("first");

    leaving.close();

    ServiceBusReceivedMessage message = RunningBus.next(bus.receiver("orders"));
    assertThat(message.getBody().toString()).isEqualTo("first");
    assertThat(message.getDeliveryCount()).isZero();
  }

  @Test
  void aDeferredMessageIsReceivedByItsNumberOnly() {
    bus.send("orders", "later", "now");
    ServiceBusReceiverClient receiver = bus.receiver("orders");
    ServiceBusReceivedMessage later = RunningBus.next(receiver);

    receiver.defer(later);

    ServiceBusReceivedMessage now = RunningBus.next(receiver);
    assertThat(now.getBody().toString()).isEqualTo("now");
    receiver.complete(now);
    ServiceBusReceivedMessage found = receiver.receiveDeferredMessage(later.getSequenceNumber());
    assertThat(found.getBody().toString()).isEqualTo("later");
    receiver.complete(found);
    assertThat(receiver.peekMessage()).isNull();
  }

  @Test
  void aMessageThatOutlivesItsTimeIsDeadLettered() {
    bus.send("mortal", "stale");

    ServiceBusReceivedMessage dead = RunningBus.next(deadLetters("mortal"));

    assertThat(dead.getBody().toString()).isEqualTo("stale");
    assertThat(dead.getDeadLetterReason()).isEqualTo("TTLExpiredException");
    assertThat(bus.receiver("mortal").peekMessage()).isNull();
  }

  @Test
  void aFullQueueRefusesMessages() {
    bus.send("small", "the last that fits");

    assertThatThrownBy(() -> bus.send("small", "one too many"))
        .isInstanceOfSatisfying(
            ServiceBusException.class,
            full -> assertThat(full.getReason()).isEqualTo(ServiceBusFailureReason.QUOTA_EXCEEDED));
  }

  private ServiceBusReceiverClient deadLetters(String queue) {
    ServiceBusReceiverClient receiver =
        bus.builder()
            .receiver()
            .queueName(queue)
            .subQueue(SubQueue.DEAD_LETTER_QUEUE)
            .disableAutoComplete()
            .buildClient();
    bus.onClose(receiver::close);
    return receiver;
  }
}
