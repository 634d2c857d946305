package org.bactrian.edge.outbox;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.ObjectHelper;
import org.bactrian.edge.kamelet.UndeliverableMessages;
import org.bactrian.model.telemetry.UndeliverableMessageException;

/**
 * Sink that passes each message to the route of a consumer. A message is acknowledged when the
 * route has ended without an exception, and handed over again later when it has not; it is given up
 * when no transport refused it and one can never take it. Thread-safe.
 */
public final class OutboxRoute implements OutboxSink {

  private final DefaultConsumer consumer;
  private final Map<String, Object> headers;

  /**
   * @param headers headers of each exchange besides those of the message
   */
  public OutboxRoute(DefaultConsumer consumer, Map<String, Object> headers) {
    this.consumer = consumer;
    this.headers = Map.copyOf(headers);
  }

  @Override
  public void send(OutboxMessage message, Receipt receipt) {
    Exchange exchange = consumer.createExchange(false);
    exchange.getMessage().setBody(message.body());
    message.headers().forEach(exchange.getMessage()::setHeader);
    headers.forEach(exchange.getMessage()::setHeader);
    UndeliverableMessages undeliverable = UndeliverableMessages.of(exchange);
    consumer
        .getAsyncProcessor()
        .process(
            exchange,
            doneSync -> {
              Throwable fault = exchange.getException();
              boolean handled = fault == null && !exchange.isRollbackOnly();
              consumer.releaseExchange(exchange, false);
              if (handled) {
                undeliverable.reasons().stream()
                    .findFirst()
                    .ifPresentOrElse(receipt::undeliverable, receipt::acknowledged);
              } else if (isUndeliverable(fault)) {
                receipt.undeliverable(fault);
              } else {
                receipt.refused(
                    fault != null ? fault : new IllegalStateException("the route rolled back"));
              }
            });
  }

  private static boolean isUndeliverable(Throwable fault) {
    return ObjectHelper.getException(UndeliverableMessageException.class, fault) != null;
  }
}
