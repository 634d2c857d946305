package org.bactrian.iothub.events;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.EventProcessorClient;
import com.azure.messaging.eventhubs.EventProcessorClientBuilder;
import com.azure.messaging.eventhubs.LoadBalancingStrategy;
import com.azure.messaging.eventhubs.models.ErrorContext;
import com.azure.messaging.eventhubs.models.EventBatchContext;
import com.azure.messaging.eventhubs.models.EventPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.bactrian.model.time.Backoff;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an exchange of the next messages of a partition, one exchange a partition at a time, in
 * order. It competes for the partitions with the other consumers of its group. When the exchange is
 * done, the store notes it; one that fails is made again until it succeeds, while its partition
 * waits. So each message is processed at least once.
 */
final class CheckpointedEventConsumer extends DefaultConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointedEventConsumer.class);
  private static final int LONGEST_DELAY = 30;
  private static final int RENEWALS = 4;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final IotHubEventsEndpoint endpoint;
  private final CheckpointStore store;
  private final AgeLimit age;
  private final Backoff backoff;
  // How often each partition is owned: one that comes back may begin before its last time ends.
  private final Map<String, Integer> owned = new ConcurrentHashMap<>();
  private final Object stopping = new Object();
  private @Nullable EventProcessorClient client;

  CheckpointedEventConsumer(
      IotHubEventsEndpoint endpoint, Processor processor, CheckpointStore store) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.store = store;
    IotHubEventsConfiguration configuration = endpoint.getConfiguration();
    this.age = new AgeLimit(configuration.getMaxAge());
    Duration first = Duration.ofMillis(configuration.getRetryDelay());
    this.backoff = new Backoff(first, first.multipliedBy(LONGEST_DELAY));
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    IotHubEventsConfiguration configuration = endpoint.getConfiguration();
    if (configuration.getConnectionString().isBlank()) {
      LOG.info("No messages are read, since there is no connection string of IoT Hub's endpoint");
      return;
    }
    Duration expiry = Duration.ofMillis(configuration.getOwnershipExpiry());
    client =
        new EventProcessorClientBuilder()
            .connectionString(configuration.getConnectionString())
            .consumerGroup(endpoint.getConsumerGroup())
            .checkpointStore(store)
            .partitionOwnershipExpirationInterval(expiry)
            .loadBalancingUpdateInterval(expiry.dividedBy(RENEWALS))
            .loadBalancingStrategy(LoadBalancingStrategy.GREEDY)
            .initialPartitionEventPosition(partition -> EventPosition.earliest())
            .processEventBatch(
                this::batch,
                configuration.getBatchSize(),
                Duration.ofMillis(configuration.getBatchWait()))
            .processPartitionInitialization(
                started ->
                    owned.merge(started.getPartitionContext().getPartitionId(), 1, Integer::sum))
            .processPartitionClose(
                ended ->
                    owned.merge(ended.getPartitionContext().getPartitionId(), -1, Integer::sum))
            .processError(CheckpointedEventConsumer::failed)
            .buildEventProcessorClient();
    client.start();
  }

  @Override
  protected void doStop() throws Exception {
    synchronized (stopping) {
      stopping.notifyAll();
    }
    if (client != null) {
      client.stop(STOP_TIMEOUT);
      client = null;
    }
    super.doStop();
  }

  private void batch(EventBatchContext batch) {
    if (batch.getEvents().isEmpty()) {
      return;
    }
    String partition = batch.getPartitionContext().getPartitionId();
    List<HubMessage> messages =
        batch.getEvents().stream()
            .map(event -> HubMessage.of(partition, event))
            .filter(age::allows)
            .toList();
    if (messages.isEmpty() || untilDone(partition, () -> process(partition, messages))) {
      untilDone(partition, batch::updateCheckpoint);
    }
  }

  /** Step of the processing of a batch. */
  private interface Step {
    void run() throws Exception;
  }

  /**
   * Repeats a step until it succeeds.
   *
   * @return false when the consumer stops before, or the partition goes to another one, which
   *     begins with the same messages
   */
  private boolean untilDone(String partition, Step step) {
    for (int failures = 1; isRunAllowed() && owned.getOrDefault(partition, 0) > 0; failures++) {
      try {
        step.run();
        return true;
      } catch (Exception e) {
        LOG.warn(
            "Messages from partition {} are not processed yet, and tried again: {}",
            partition,
            reason(e));
        LOG.debug("Attempt {} failed", failures, e);
      }
      if (!pause(backoff.after(failures))) {
        return false;
      }
    }
    return false;
  }

  /** Words of the failure that others wrap. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  private void process(String partition, List<HubMessage> messages) throws Exception {
    Exchange exchange = createExchange(false);
    exchange.getIn().setBody(messages);
    exchange.getIn().setHeader(IotHubEventsConstants.PARTITION, partition);
    try {
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
    } finally {
      releaseExchange(exchange, false);
    }
  }

  /** Returns whether to go on; not when the thread was interrupted. */
  private boolean pause(Duration time) {
    synchronized (stopping) {
      try {
        if (isRunAllowed()) {
          stopping.wait(time.toMillis());
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  private static void failed(ErrorContext error) {
    LOG.warn(
        "Messages of IoT Hub cannot be read from partition {}, and are tried again: {}",
        error.getPartitionContext().getPartitionId(),
        error.getThrowable().getMessage());
  }
}
