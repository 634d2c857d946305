package org.bactrian.cloud.health;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The queue that discoverers' events come by. */
final class ServiceBusDependency implements Dependency {

  private static final String QUEUE = "onboarding";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String connectionString;
  private @Nullable ServiceBusReceiverClient queue;

  ServiceBusDependency(String connectionString) {
    this.connectionString = connectionString;
  }

  @Override
  public String name() {
    return "Service Bus";
  }

  /** Looks at a message without taking it; that there is none is an answer. */
  @Override
  public synchronized void reach() {
    if (queue == null) {
      queue = open();
    }
    try {
      queue.peekMessage();
    } catch (RuntimeException e) {
      // A client whose connection broke may take minutes to see that the other side is back.
      close();
      throw e;
    }
  }

  private ServiceBusReceiverClient open() {
    return new ServiceBusClientBuilder()
        .connectionString(connectionString)
        .retryOptions(new AmqpRetryOptions().setMaxRetries(0).setTryTimeout(PATIENCE))
        .receiver()
        .queueName(QUEUE)
        .disableAutoComplete()
        .buildClient();
  }

  @Override
  public synchronized void close() {
    if (queue != null) {
      queue.close();
      queue = null;
    }
  }
}
