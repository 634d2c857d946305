package org.bactrian.cloud.telemetry.sink;

import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.bactrian.cloud.telemetry.decode.DecodedMessage;
import org.bactrian.web.header.InternalHeaders;

/**
 * Step of the kamelet {@code kafka-values-sink}: makes the records of values, those of a writer
 * with the same key.
 */
public final class KafkaValues {

  /** Header of camel-kafka for the key of a record. */
  static final String KEY = "kafka.KEY";

  /** Beginning of headers that tell camel-kafka what to do, which no device may. */
  private static final String OPTIONS = "kafka.";

  /** Records for camel-kafka, which sends each element of a list. */
  public List<Message> records(@Body List<DecodedMessage> messages, Exchange exchange) {
    return ForwardedEvent.of(messages).stream().map(event -> record(event, exchange)).toList();
  }

  private static Message record(ForwardedEvent event, Exchange exchange) {
    Message record = new DefaultMessage(exchange);
    record.setBody(event.body());
    event
        .properties()
        .forEach(
            (name, value) -> {
              if (!InternalHeaders.isInternal(name) && !name.startsWith(OPTIONS)) {
                record.setHeader(name, value);
              }
            });
    if (event.key() != null) {
      record.setHeader(KEY, event.key());
    }
    return record;
  }
}
