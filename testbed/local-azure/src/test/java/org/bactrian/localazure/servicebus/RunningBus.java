package org.bactrian.localazure.servicebus;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.servicebus.entity.BusEntities;

/** A local Azure on free ports, with the Java SDK's clients of its Service Bus. */
final class RunningBus implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalAzure azure;
  private final List<Runnable> closing = new ArrayList<>();

  private RunningBus(LocalAzure azure) {
    this.azure = azure;
  }

  static RunningBus in(Path folder, BusEntities entities) {
    return on(folder, entities, 0);
  }

  static RunningBus on(Path folder, BusEntities entities, int amqpPort) {
    return new RunningBus(
        LocalAzure.start(
            LocalAzureSettings.in(folder)
                .withFreePorts()
                .withAmqpPort(amqpPort)
                .withEntities(entities)));
  }

  LocalAzure azure() {
    return azure;
  }

  ServiceBusClientBuilder builder() {
    return builder(azure.serviceBus().connectionString());
  }

  /** Clients that give up soon, so that a test that fails does so in a short time. */
  static ServiceBusClientBuilder builder(String connectionString) {
    AmqpRetryOptions retries =
        new AmqpRetryOptions().setTryTimeout(Duration.ofSeconds(5)).setMaxRetries(1);
    return new ServiceBusClientBuilder().connectionString(connectionString).retryOptions(retries);
  }

  ServiceBusSenderClient sender(String queue) {
    ServiceBusSenderClient sender = builder().sender().queueName(queue).buildClient();
    onClose(sender::close);
    return sender;
  }

  /** A receiver that neither completes messages nor renews their locks by itself. */
  ServiceBusReceiverClient receiver(String queue) {
    ServiceBusReceiverClient receiver =
        builder()
            .receiver()
            .queueName(queue)
            .disableAutoComplete()
            .maxAutoLockRenewDuration(Duration.ZERO)
            .buildClient();
    onClose(receiver::close);
    return receiver;
  }

  ServiceBusReceiverClient deletingReceiver(String queue) {
    ServiceBusReceiverClient receiver =
        builder()
            .receiver()
            .queueName(queue)
            .receiveMode(ServiceBusReceiveMode.RECEIVE_AND_DELETE)
            .buildClient();
    onClose(receiver::close);
    return receiver;
  }

  /** Sends texts one by one. */
  void send(String queue, String... texts) {
    ServiceBusSenderClient sender = sender(queue);
    for (String text : texts) {
      sender.sendMessage(new ServiceBusMessage(text));
    }
  }

  /** The next message of a queue. */
  static ServiceBusReceivedMessage next(ServiceBusReceiverClient receiver) {
    return receiver.receiveMessages(1, PATIENCE).stream().findFirst().orElseThrow();
  }

  /** Runs an action before the local Azure is closed. */
  void onClose(Runnable action) {
    closing.add(action);
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
    azure.close();
  }
}
