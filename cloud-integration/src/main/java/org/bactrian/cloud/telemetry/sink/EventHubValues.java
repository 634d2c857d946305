package org.bactrian.cloud.telemetry.sink;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventDataBatch;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.CreateBatchOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.bactrian.cloud.telemetry.decode.DecodedMessage;
import org.bactrian.model.registry.Sha1Text;
import org.bactrian.model.telemetry.UndeliverableMessageException;

/**
 * Step of the kamelet {@code eventhubs-values-sink}: sends values to an event hub, those of a
 * writer with the same partition key and in their order. Thread-safe.
 */
public final class EventHubValues {

  /** Property of the exchange with the connection string of the event hub. */
  public static final String CONNECTION = "BactrianEventHubConnectionString";

  /** Longest partition key that event hubs take, in characters. */
  private static final int MAX_KEY = 128;

  /** Batches that are filled at once, each of which takes as much memory as the largest event. */
  private static final int MOST_OPEN = 16;

  private final SinkClients<EventHubProducerClient> clients =
      new SinkClients<>(EventHubProducerClient::close);

  /**
   * Sends the values, and returns when the event hub has them.
   *
   * @throws UndeliverableMessageException when an event is larger than the event hub takes
   */
  public void send(@Body List<DecodedMessage> messages, Exchange exchange)
      throws UndeliverableMessageException {
    String connection = exchange.getProperty(CONNECTION, "", String.class);
    EventHubProducerClient client =
        clients.get(
            exchange.getContext(),
            connection,
            () -> new EventHubClientBuilder().connectionString(connection).buildProducerClient());
    Map<Optional<String>, EventDataBatch> open = new LinkedHashMap<>();
    for (ForwardedEvent event : ForwardedEvent.of(messages)) {
      Optional<String> key = Optional.ofNullable(event.key()).map(EventHubValues::partitionKey);
      if (!open.containsKey(key) && open.size() >= MOST_OPEN) {
        send(client, open);
      }
      EventDataBatch batch = open.computeIfAbsent(key, each -> batch(client, each));
      if (!batch.tryAdd(data(event))) {
        client.send(batch);
        EventDataBatch next = batch(client, key);
        if (!next.tryAdd(data(event))) {
          throw new UndeliverableMessageException(
              "An event of %d bytes is larger than the event hub takes, %d"
                  .formatted(event.body().length, next.getMaxSizeInBytes()));
        }
        open.put(key, next);
      }
    }
    send(client, open);
  }

  private static void send(
      EventHubProducerClient client, Map<Optional<String>, EventDataBatch> open) {
    open.values().stream().filter(batch -> batch.getCount() > 0).forEach(client::send);
    open.clear();
  }

  /** The key of a writer; one that is too long is told by its hash, which keeps its order. */
  private static String partitionKey(String writer) {
    return writer.length() > MAX_KEY ? Sha1Text.of(writer) : writer;
  }

  private static EventDataBatch batch(EventHubProducerClient client, Optional<String> key) {
    CreateBatchOptions options = new CreateBatchOptions();
    key.ifPresent(options::setPartitionKey);
    return client.createBatch(options);
  }

  private static EventData data(ForwardedEvent event) {
    EventData data = new EventData(event.body());
    event
        .properties()
        .forEach((name, value) -> data.getProperties().put(name, Objects.toString(value)));
    return data;
  }
}
