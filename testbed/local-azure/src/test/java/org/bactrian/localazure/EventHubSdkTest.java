package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.EventHubProperties;
import com.azure.messaging.eventhubs.PartitionProperties;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import com.azure.messaging.eventhubs.models.SendOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;

/** The built-in endpoint of the hub as the unmodified SDK of Event Hubs reads it. */
class EventHubSdkTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static RunningAzure running;

  @BeforeAll
  static void start() {
    running = RunningAzure.in(folder);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void aReaderLearnsThePartitionsAndWhatIsInThem() throws Exception {
    send("asked-about", "1", "2");
    try (EventHubConsumerClient reader = reader("$Default")) {
      EventHubProperties hub = reader.getEventHubProperties();

      assertThat(hub.getName()).isEqualTo("iothub-ehub-hub");
      assertThat(hub.getPartitionIds()).containsExactly("0", "1", "2", "3");
      assertThat(hub.getCreatedAt()).isBeforeOrEqualTo(Instant.now());
      PartitionProperties partition = reader.getPartitionProperties(partition("asked-about"));
      assertThat(partition.isEmpty()).isFalse();
      assertThat(partition.getLastEnqueuedSequenceNumber())
          .isGreaterThan(partition.getBeginningSequenceNumber());
      assertThat(partition.getLastEnqueuedTime()).isBeforeOrEqualTo(Instant.now());
    }
  }

  @Test
  void anEventCarriesWhatTheModuleSentAndWhoItIs() throws Exception {
    ModuleClient module = running.module("described", "publisher");
    module.open(false);
    Message message = new Message("{\"value\": 1}");
    message.setContentType("application/json");
    message.setContentEncoding("utf-8");
    message.setMessageId("m-1");
    message.setProperty("$$MessageSchema", "application/x-network-message-json-v1");

    module.sendEvent(message);

    EventData event = events("described", 1, EventPosition.earliest()).get(0);
    assertThat(event.getBodyAsString()).isEqualTo("{\"value\": 1}");
    assertThat(event.getContentType()).isEqualTo("application/json");
    assertThat(event.getMessageId()).isEqualTo("m-1");
    assertThat(event.getProperties())
        .containsOnly(
            java.util.Map.entry("$$MessageSchema", "application/x-network-message-json-v1"));
    assertThat(event.getSystemProperties())
        .containsEntry("iothub-connection-device-id", "described")
        .containsEntry("iothub-connection-module-id", "publisher")
        .containsEntry("iothub-message-source", "Telemetry")
        .containsKeys("iothub-enqueuedtime", "iothub-connection-auth-method");
    assertThat(event.getPartitionKey()).isEqualTo("described");
    assertThat(event.getEnqueuedTime()).isBeforeOrEqualTo(Instant.now());
    module.close();
  }

  @Test
  void eventsOfADeviceAreReadInTheirOrderFromAnyPosition() throws Exception {
    send("positions", "a", "b", "c", "d");
    List<EventData> all = events("positions", 4, EventPosition.earliest());
    EventData second = all.get(1);

    assertThat(bodies(all)).containsExactly("a", "b", "c", "d");
    assertThat(all)
        .extracting(EventData::getSequenceNumber)
        .isSortedAccordingTo(Long::compare)
        .doesNotHaveDuplicates();
    assertThat(
            bodies(
                events(
                    "positions", 2, EventPosition.fromSequenceNumber(second.getSequenceNumber()))))
        .containsExactly("c", "d");
    assertThat(
            bodies(
                events(
                    "positions",
                    3,
                    EventPosition.fromSequenceNumber(second.getSequenceNumber(), true))))
        .containsExactly("b", "c", "d");
    assertThat(
            bodies(
                events("positions", 2, EventPosition.fromOffsetString(second.getOffsetString()))))
        .containsExactly("c", "d");
    assertThat(
            bodies(
                events(
                    "positions",
                    4,
                    EventPosition.fromEnqueuedTime(all.get(0).getEnqueuedTime().minusMillis(1)))))
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void aReaderOfWhatComesSeesNothingOfWhatCame() throws Exception {
    send("latest", "old");
    List<String> seen = new CopyOnWriteArrayList<>();
    Disposable reading =
        asyncReader("telemetryux")
            .receiveFromPartition(partition("latest"), EventPosition.latest())
            .subscribe(event -> seen.add(event.getData().getBodyAsString()));

    await()
        .untilAsserted(
            () -> {
              send("latest", "new");
              assertThat(seen).isNotEmpty();
            });

    assertThat(seen).containsOnly("new");
    reading.dispose();
  }

  @Test
  void aReaderWithAHigherOwnerLevelTakesThePartitionOver() throws Exception {
    send("owned", "1");
    AtomicReference<Throwable> end = new AtomicReference<>();
    List<PartitionEvent> first = new CopyOnWriteArrayList<>();
    asyncReader("owners")
        .receiveFromPartition(partition("owned"), EventPosition.earliest(), level(1))
        .subscribe(first::add, end::set);
    await().until(() -> !first.isEmpty());
    List<PartitionEvent> second = new CopyOnWriteArrayList<>();
    Disposable reading =
        asyncReader("owners")
            .receiveFromPartition(partition("owned"), EventPosition.earliest(), level(2))
            .subscribe(second::add);

    await().until(() -> end.get() != null && !second.isEmpty());

    assertThat(end.get())
        .isInstanceOfSatisfying(
            AmqpException.class,
            e -> assertThat(e.getErrorCondition()).isEqualTo(AmqpErrorCondition.LINK_STOLEN));
    reading.dispose();
  }

  @Test
  void whatAClientSendsToAnotherEventHubIsReadThereAndEventsOfAKeyStayTogether() {
    String values =
        running.azure().serviceBus().connectionString() + ";EntityPath=telemetry-values";
    try (EventHubProducerClient producer = builder(values).buildProducerClient();
        EventHubConsumerClient reader = builder(values).consumerGroup("x").buildConsumerClient()) {
      producer.send(
          List.of(new EventData("1"), new EventData("2")),
          new SendOptions().setPartitionKey("writer"));
      producer.send(List.of(new EventData("3")), new SendOptions().setPartitionKey("writer"));

      String partition = partition("writer");
      List<EventData> events =
          await()
              .until(
                  () ->
                      reader
                          .receiveFromPartition(
                              partition, 10, EventPosition.earliest(), Duration.ofSeconds(2))
                          .stream()
                          .map(PartitionEvent::getData)
                          .toList(),
                  found -> found.size() >= 3);

      assertThat(bodies(events)).containsExactly("1", "2", "3");
      assertThat(events).extracting(EventData::getPartitionKey).containsOnly("writer");
      assertThat(reader.getEventHubProperties().getName()).isEqualTo("telemetry-values");
    }
  }

  @Test
  void nobodySendsToTheBuiltInEndpoint() {
    try (EventHubProducerClient producer =
        builder(running.hub().eventHubConnectionString()).buildProducerClient()) {
      assertThatThrownBy(() -> producer.send(List.of(new EventData("forged"))))
          .hasMessageContaining("come from devices alone");
    }
  }

  @Test
  void aWrongKeyOpensNothing() {
    String wrong =
        running
            .hub()
            .eventHubConnectionString()
            .replaceFirst("SharedAccessKey=[^;]+", "SharedAccessKey=d3Jvbmc=");
    try (EventHubConsumerClient reader =
        builder(wrong).consumerGroup("$Default").buildConsumerClient()) {
      assertThatThrownBy(reader::getEventHubProperties).hasMessageContaining("InvalidSignature");
    }
  }

  private static ReceiveOptions level(long level) {
    return new ReceiveOptions().setOwnerLevel(level);
  }

  private static void send(String device, String... bodies) throws Exception {
    DeviceClient client = running.device(device);
    client.open(false);
    for (String body : bodies) {
      client.sendEvent(new Message(body));
    }
    client.close();
  }

  private static String partition(String device) {
    return Integer.toString(Math.floorMod(device.hashCode(), 4));
  }

  private static List<String> bodies(List<EventData> events) {
    return events.stream().map(EventData::getBodyAsString).toList();
  }

  /** Events of a device, among those of its partition from a position on. */
  private static List<EventData> events(String device, int count, EventPosition from) {
    // On a busy machine the time of a read may be over before its connection is made.
    List<EventData> all = await().until(() -> read(device, from), found -> found.size() >= count);
    assertThat(all).hasSize(count);
    return all;
  }

  private static List<EventData> read(String device, EventPosition from) {
    List<EventData> found = new ArrayList<>();
    try (EventHubConsumerClient reader = reader("telemetry")) {
      for (PartitionEvent event :
          reader.receiveFromPartition(partition(device), 100, from, Duration.ofSeconds(2))) {
        if (device.equals(
            event.getData().getSystemProperties().get("iothub-connection-device-id"))) {
          found.add(event.getData());
        }
      }
    }
    return found;
  }

  private static EventHubConsumerClient reader(String group) {
    return builder(running.hub().eventHubConnectionString())
        .consumerGroup(group)
        .buildConsumerClient();
  }

  private static EventHubConsumerAsyncClient asyncReader(String group) {
    return builder(running.hub().eventHubConnectionString())
        .consumerGroup(group)
        .buildAsyncConsumerClient();
  }

  private static EventHubClientBuilder builder(String connectionString) {
    return new EventHubClientBuilder()
        .connectionString(connectionString)
        .retryOptions(new AmqpRetryOptions().setTryTimeout(PATIENCE).setMaxRetries(0));
  }
}
