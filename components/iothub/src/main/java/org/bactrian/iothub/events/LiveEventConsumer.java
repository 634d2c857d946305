package org.bactrian.iothub.events;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an exchange of each message that arrives, of all partitions, from the newest position on.
 * An exchange that fails is not made again.
 */
final class LiveEventConsumer extends DefaultConsumer implements HubMessageListener {

  private static final Logger LOG = LoggerFactory.getLogger(LiveEventConsumer.class);

  private final IotHubEventsEndpoint endpoint;
  private final AgeLimit age;
  private volatile boolean lost;
  private @Nullable HubEventReader reader;

  LiveEventConsumer(IotHubEventsEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.age = new AgeLimit(endpoint.getConfiguration().getMaxAge());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    String connection = endpoint.getConfiguration().getConnectionString();
    if (connection.isBlank()) {
      LOG.info("No messages are read, since there is no connection string of IoT Hub's endpoint");
    } else {
      reader = HubEventReader.open(connection, endpoint.getConsumerGroup(), this);
    }
  }

  @Override
  protected void doStop() throws Exception {
    if (reader != null) {
      reader.close();
      reader = null;
    }
    super.doStop();
  }

  @Override
  public void message(HubMessage message) {
    if (!isRunAllowed() || !age.allows(message)) {
      return;
    }
    Exchange exchange = createExchange(false);
    exchange.getIn().setBody(List.of(message));
    exchange.getIn().setHeader(IotHubEventsConstants.PARTITION, message.partition());
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    if (exchange.getException() != null) {
      getExceptionHandler()
          .handleException("A message could not be handled", exchange, exchange.getException());
    }
    releaseExchange(exchange, false);
  }

  @Override
  public void reading() {
    lost = false;
  }

  @Override
  public void lost(Throwable failure) {
    if (!lost) {
      lost = true;
      LOG.warn(
          "The messages of IoT Hub cannot be read, and are tried again: {}", failure.getMessage());
    }
  }
}
