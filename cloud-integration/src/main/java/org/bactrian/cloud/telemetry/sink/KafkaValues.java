package org.bactrian.cloud.telemetry.sink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.bactrian.cloud.telemetry.decode.DecodedMessage;
import org.bactrian.web.header.InternalHeaders;

/**
 * Steps of the kamelet {@code kafka-values-sink}: make the records of values, those of a writer
 * with the same key and in their order. camel-kafka sends a list of records with the headers of its
 * message, so records that follow each other and have the same headers go together.
 */
public final class KafkaValues {

  /** Property of the exchange with what is still to be sent, a queue of messages. */
  public static final String BATCHES = "BactrianKafkaBatches";

  /** Header of camel-kafka for the key of a record. */
  private static final String KEY = "kafka.KEY";

  /**
   * Beginning of headers that tell camel-kafka what to do, which no device may. Camel finds a
   * header in any case.
   */
  private static final String OPTIONS = "kafka.";

  /** Makes the records of messages and notes them in the property {@value #BATCHES}. */
  public void begin(@Body List<DecodedMessage> messages, Exchange exchange) {
    Queue<Message> batches = new ArrayDeque<>();
    List<Message> records = new ArrayList<>();
    Map<String, Object> headers = Map.of();
    for (ForwardedEvent event : ForwardedEvent.of(messages)) {
      Map<String, Object> own = headers(event);
      if (batches.isEmpty() || !own.equals(headers)) {
        records = new ArrayList<>();
        headers = own;
        Message batch = new DefaultMessage(exchange);
        batch.setHeaders(new TreeMap<>(own));
        batch.setBody(records);
        batches.add(batch);
      }
      records.add(record(event, exchange));
    }
    exchange.setProperty(BATCHES, batches);
  }

  /** Takes the next records, which there have to be, as the message of the exchange. */
  public void next(@ExchangeProperty(BATCHES) Queue<Message> batches, Exchange exchange) {
    exchange.setMessage(batches.remove());
  }

  private static Map<String, Object> headers(ForwardedEvent event) {
    Map<String, Object> headers = new TreeMap<>();
    event
        .properties()
        .forEach(
            (name, value) -> {
              if (!InternalHeaders.isInternal(name)
                  && !name.regionMatches(true, 0, OPTIONS, 0, OPTIONS.length())) {
                headers.put(name, String.valueOf(value));
              }
            });
    return headers;
  }

  private static Message record(ForwardedEvent event, Exchange exchange) {
    Message record = new DefaultMessage(exchange);
    record.setBody(event.body());
    if (event.key() != null) {
      record.setHeader(KEY, event.key());
    }
    return record;
  }
}
