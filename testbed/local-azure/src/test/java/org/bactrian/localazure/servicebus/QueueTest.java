package org.bactrian.localazure.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import java.nio.file.Path;
import org.bactrian.localazure.servicebus.entity.BusEntities;
import org.bactrian.localazure.servicebus.entity.QueueSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sending to and receiving from a queue with the unmodified Java SDK. */
class QueueTest {

  @TempDir Path folder;
  private RunningBus bus;

  @BeforeEach
  void start() {
    bus = RunningBus.in(folder, BusEntities.NONE.with(QueueSettings.named("orders")));
  }

  @AfterEach
  void stop() {
    bus.close();
  }

  @Test
  void aMessageArrivesWithItsBodyAndPropertiesAndIsGoneOnceCompleted() {
    ServiceBusMessage message = new ServiceBusMessage("{\"id\": 1}");
    message.setMessageId("order-1").setContentType("application/json").setSubject("new");
    message.getApplicationProperties().put("site", "north");
    message.getApplicationProperties().put("count", 3);
    bus.sender("orders").sendMessage(message);

    ServiceBusReceiverClient receiver = bus.receiver("orders");
    ServiceBusReceivedMessage received = RunningBus.next(receiver);

    assertThat(received.getBody().toString()).isEqualTo("{\"id\": 1}");
    assertThat(received.getMessageId()).isEqualTo("order-1");
    assertThat(received.getContentType()).isEqualTo("application/json");
    assertThat(received.getSubject()).isEqualTo("new");
    assertThat(received.getApplicationProperties())
        .containsEntry("site", "north")
        .containsEntry("count", 3);
    assertThat(received.getSequenceNumber()).isEqualTo(1);
    assertThat(received.getEnqueuedTime()).isNotNull();
    assertThat(received.getLockedUntil()).isAfter(received.getEnqueuedTime());
    receiver.complete(received);
    assertThat(receiver.peekMessage()).isNull();
  }
}
