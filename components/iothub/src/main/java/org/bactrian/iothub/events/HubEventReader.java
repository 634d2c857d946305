package org.bactrian.iothub.events;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.PartitionProperties;
import com.azure.messaging.eventhubs.models.EventPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Reader of all partitions of a hub from their newest position on. It shares nothing with other
 * readers, and outlives outages of the hub: what arrived meanwhile comes then, as far as the hub
 * kept it.
 */
public final class HubEventReader implements AutoCloseable {

  private static final int PREFETCHED = 100;
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(20);
  private static final Duration TRY_TIMEOUT = Duration.ofSeconds(20);

  private final EventHubConsumerAsyncClient client;
  private final HubMessageListener listener;
  private final Scheduler threads = Schedulers.newBoundedElastic(32, 1_000, "iothub-events");
  private final Map<String, EventPosition> positions = new ConcurrentHashMap<>();
  private final Disposable reading;

  private HubEventReader(EventHubConsumerAsyncClient client, HubMessageListener listener) {
    this.client = client;
    this.listener = listener;
    reading =
        Mono.defer(this::partitions)
            .doOnError(listener::lost)
            .retryWhen(again())
            .flatMapMany(this::read)
            .subscribe(ignored -> {}, listener::lost);
  }

  /**
   * Starts reading, and returns before it does.
   *
   * @param connectionString of the built-in endpoint, Event Hubs-compatible
   * @param consumerGroup at most five readers share one
   * @throws IllegalArgumentException when the connection string is none of an event hub
   */
  public static HubEventReader open(
      String connectionString, String consumerGroup, HubMessageListener listener) {
    return new HubEventReader(
        new EventHubClientBuilder()
            .connectionString(connectionString)
            .consumerGroup(consumerGroup)
            .prefetchCount(PREFETCHED)
            .retryOptions(new AmqpRetryOptions().setTryTimeout(TRY_TIMEOUT))
            .buildAsyncConsumerClient(),
        listener);
  }

  /** A position told in advance, unlike "the newest", which is found out some time later. */
  private Mono<List<PartitionProperties>> partitions() {
    return client
        .getPartitionIds()
        .flatMap(client::getPartitionProperties)
        .collectList()
        .doOnNext(
            partitions -> {
              partitions.forEach(
                  partition -> positions.putIfAbsent(partition.getId(), newest(partition)));
              listener.reading();
            });
  }

  private static EventPosition newest(PartitionProperties partition) {
    return partition.isEmpty()
        ? EventPosition.earliest()
        : EventPosition.fromSequenceNumber(partition.getLastEnqueuedSequenceNumber());
  }

  private Flux<HubMessage> read(List<PartitionProperties> partitions) {
    return Flux.fromIterable(partitions)
        .flatMap(partition -> read(partition.getId()), partitions.size());
  }

  private Flux<HubMessage> read(String partition) {
    return Flux.defer(
            () ->
                client.receiveFromPartition(
                    partition, positions.getOrDefault(partition, EventPosition.latest())))
        .doOnError(listener::lost)
        .retryWhen(again())
        .publishOn(threads, PREFETCHED)
        .map(event -> HubMessage.of(partition, event.getData()))
        .doOnNext(this::take);
  }

  private void take(HubMessage message) {
    positions.put(message.partition(), EventPosition.fromSequenceNumber(message.sequenceNumber()));
    listener.message(message);
  }

  private static Retry again() {
    return Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
        .maxBackoff(LONGEST_RETRY)
        .transientErrors(true);
  }

  /** Ends reading. A message that is being taken may still be. */
  @Override
  public void close() {
    reading.dispose();
    client.close();
    threads.dispose();
  }
}
