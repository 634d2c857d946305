package org.bactrian.localazure.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusProcessorClient;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.bactrian.localazure.servicebus.entity.BusEntities;
import org.bactrian.localazure.servicebus.entity.QueueSettings;
import org.bactrian.localazure.servicebus.entity.TopicSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many messages, later messages, topics, and those who may not send. */
class SendingTest {

  @TempDir Path folder;
  private RunningBus bus;

  @BeforeEach
  void start() {
    BusEntities entities =
        BusEntities.NONE
            .with(QueueSettings.named("orders"))
            .with(TopicSettings.named("events", "one", "two"))
            .with(TopicSettings.named("replicas").withOnDemand(Optional.of(Duration.ofMinutes(5))));
    bus = RunningBus.in(folder, entities);
  }

  @AfterEach
  void stop() {
    bus.close();
  }

  @Test
  void aBatchArrivesMessageByMessageInOrder() {
    ServiceBusSenderClient sender = bus.sender("orders");
    ServiceBusMessageBatch batch = sender.createMessageBatch();
    for (int i = 0; i < 100; i++) {
      assertThat(batch.tryAddMessage(new ServiceBusMessage("order " + i))).isTrue();
    }
    sender.sendMessages(batch);

    assertThat(receive(bus.receiver("orders"), 100))
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "order " + i).toList());
  }

  @Test
  void aLargeMessageArrivesWhole() {
    String large = "0123456789".repeat(90_000);
    bus.send("orders", large);

    assertThat(receive(bus.receiver("orders"), 1)).containsExactly(large);
  }

  /**
   * The SDK keeps 256 deliveries that its own threads have not taken. It gives a link up that
   * brings more, on a busy machine, and gets what it had not settled once more.
   */
  @Test
  void aPrefetchOfTwoHundredAndFiftyLosesAndDoublesNothing() {
    int count = 2_000;
    ServiceBusSenderClient sender = bus.sender("orders");
    for (int from = 0; from < count; from += 500) {
      sender.sendMessages(
          IntStream.range(from, from + 500)
              .mapToObj(i -> new ServiceBusMessage(Integer.toString(i)))
              .toList());
    }
    List<String> received = Collections.synchronizedList(new ArrayList<>());
    ServiceBusProcessorClient processor =
        bus.builder()
            .processor()
            .queueName("orders")
            .prefetchCount(250)
            .maxConcurrentCalls(8)
            .processMessage(context -> received.add(context.getMessage().getBody().toString()))
            .processError(context -> {})
            .buildProcessorClient();
    bus.onClose(processor::close);

    processor.start();

    await().atMost(Duration.ofSeconds(60)).until(() -> received.size() >= count);
    await().until(() -> bus.receiver("orders").peekMessage() == null);
    assertThat(received).hasSize(count);
    assertThat(new TreeSet<>(received)).hasSize(count);
  }

  @Test
  void competingConsumersShareTheMessages() {
    Set<String> left = new ConcurrentSkipListSet<>();
    Set<String> right = new ConcurrentSkipListSet<>();
    startProcessor(left);
    startProcessor(right);

    ServiceBusSenderClient sender = bus.sender("orders");
    for (int i = 0; i < 200; i++) {
      sender.sendMessage(new ServiceBusMessage("order " + i));
    }

    await().until(() -> left.size() + right.size() == 200);
    assertThat(left).isNotEmpty().doesNotContainAnyElementsOf(right);
    assertThat(right).isNotEmpty();
  }

  @Test
  void whatIsDeletedAsItIsReceivedIsGone() {
    bus.send("orders", "one", "two");

    ServiceBusReceiverClient deleting = bus.deletingReceiver("orders");
    assertThat(RunningBus.next(deleting).getBody().toString()).isEqualTo("one");
    assertThat(RunningBus.next(deleting).getBody().toString()).isEqualTo("two");

    assertThat(bus.receiver("orders").peekMessage()).isNull();
  }

  @Test
  void aScheduledMessageComesWhenItsTimeHasComeAndNotBefore() {
    OffsetDateTime due = OffsetDateTime.now(ZoneOffset.UTC).plusSeconds(2);
    bus.sender("orders").scheduleMessage(new ServiceBusMessage("tea"), due);

    ServiceBusReceivedMessage message = RunningBus.next(bus.receiver("orders"));

    assertThat(message.getBody().toString()).isEqualTo("tea");
    assertThat(OffsetDateTime.now(ZoneOffset.UTC)).isAfter(due);
    assertThat(message.getEnqueuedTime()).isAfterOrEqualTo(due.minusNanos(1_000_000));
  }

  @Test
  void aScheduledMessageCanBeCancelled() {
    ServiceBusSenderClient sender = bus.sender("orders");
    long number =
        sender.scheduleMessage(
            new ServiceBusMessage("never"), OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(5));
    assertThat(bus.receiver("orders").peekMessage().getBody().toString()).isEqualTo("never");

    sender.cancelScheduledMessage(number);

    assertThat(bus.receiver("orders").peekMessage()).isNull();
  }

  @Test
  void peekShowsMessagesWithoutLockingThem() {
    bus.send("orders", "one", "two", "three");
    ServiceBusReceiverClient receiver = bus.receiver("orders");

    assertThat(receiver.peekMessages(10))
        .extracting(message -> message.getBody().toString())
        .containsExactly("one", "two", "three");

    assertThat(RunningBus.next(receiver).getBody().toString()).isEqualTo("one");
  }

  @Test
  void everySubscriptionOfATopicGetsACopy() {
    sendToTopic("events", "hello");

    for (String subscription : List.of("one", "two")) {
      assertThat(receive(subscriber("events", subscription), 1)).containsExactly("hello");
    }
  }

  @Test
  void aTopicKeepsAScheduledMessageForAllItsSubscriptions() {
    ServiceBusSenderClient sender = bus.builder().sender().topicName("events").buildClient();
    bus.onClose(sender::close);
    long cancelled =
        sender.scheduleMessage(
            new ServiceBusMessage("never"), OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(5));
    sender.scheduleMessage(
        new ServiceBusMessage("tea"), OffsetDateTime.now(ZoneOffset.UTC).plusSeconds(1));
    sender.cancelScheduledMessage(cancelled);

    for (String subscription : List.of("one", "two")) {
      assertThat(receive(subscriber("events", subscription), 1)).containsExactly("tea");
    }
  }

  @Test
  void aSubscriptionOnDemandGetsWhatIsSentAfterItsFirstReceiver() {
    ServiceBusReceiverClient first = subscriber("replicas", "replica-a");
    assertThat(first.peekMessage()).isNull();
    ServiceBusReceiverClient second = subscriber("replicas", "replica-b");
    assertThat(second.peekMessage()).isNull();

    sendToTopic("replicas", "added");

    assertThat(receive(first, 1)).containsExactly("added");
    assertThat(receive(second, 1)).containsExactly("added");
  }

  @Test
  void aWrongKeyIsRefused() {
    String wrong =
        bus.azure()
            .serviceBus()
            .connectionString()
            .replaceAll("SharedAccessKey=[^;]*", "SharedAccessKey=d3Jvbmc=");
    ServiceBusSenderClient forger =
        RunningBus.builder(wrong).sender().queueName("orders").buildClient();
    bus.onClose(forger::close);

    assertThatThrownBy(() -> forger.sendMessage(new ServiceBusMessage("forged")))
        .isInstanceOfSatisfying(
            ServiceBusException.class,
            refused ->
                assertThat(refused.getReason()).isEqualTo(ServiceBusFailureReason.UNAUTHORIZED));
    assertThat(bus.receiver("orders").peekMessage()).isNull();
  }

  @Test
  void aQueueThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> bus.send("ordres", "typo"))
        .isInstanceOfSatisfying(
            ServiceBusException.class,
            missing ->
                assertThat(missing.getReason())
                    .isEqualTo(ServiceBusFailureReason.MESSAGING_ENTITY_NOT_FOUND))
        .hasMessageContaining("ordres");
  }

  private void startProcessor(Set<String> received) {
    ServiceBusProcessorClient processor =
        bus.builder()
            .processor()
            .queueName("orders")
            .maxConcurrentCalls(2)
            .processMessage(context -> received.add(context.getMessage().getBody().toString()))
            .processError(context -> {})
            .buildProcessorClient();
    bus.onClose(processor::close);
    processor.start();
  }

  private void sendToTopic(String topic, String text) {
    ServiceBusSenderClient sender = bus.builder().sender().topicName(topic).buildClient();
    bus.onClose(sender::close);
    sender.sendMessage(new ServiceBusMessage(text));
  }

  private ServiceBusReceiverClient subscriber(String topic, String subscription) {
    ServiceBusReceiverClient receiver =
        bus.builder()
            .receiver()
            .topicName(topic)
            .subscriptionName(subscription)
            .disableAutoComplete()
            .buildClient();
    bus.onClose(receiver::close);
    return receiver;
  }

  private static List<String> receive(ServiceBusReceiverClient receiver, int count) {
    List<String> texts = new ArrayList<>();
    while (texts.size() < count) {
      List<ServiceBusReceivedMessage> messages =
          receiver.receiveMessages(count - texts.size(), Duration.ofSeconds(20)).stream().toList();
      assertThat(messages).isNotEmpty();
      for (ServiceBusReceivedMessage message : messages) {
        texts.add(message.getBody().toString());
        receiver.complete(message);
      }
    }
    return texts;
  }
}
