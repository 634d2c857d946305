package org.bactrian.edge.publisher;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.ObjectHelper;
import org.bactrian.edge.kamelet.UndeliverableMessages;
import org.bactrian.edge.outbox.OutboxMessage;
import org.bactrian.edge.outbox.OutboxSink;
import org.bactrian.edge.publisher.stream.WriterGroupPublisher;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumer that passes each NetworkMessage to its route. A message is acknowledged when the route
 * has ended without an exception, and handed over again later when it has not; it is given up when
 * no transport refused it and one can never take it. When the whole context stops, it stays until
 * what was received has left, as long as Camel's shutdown strategy allows.
 */
public class PublisherConsumer extends DefaultConsumer implements OutboxSink, ShutdownAware {

  private static final Logger LOG = LoggerFactory.getLogger(PublisherConsumer.class);

  private final PublisherEndpoint endpoint;

  /** Made by the endpoint. */
  public PublisherConsumer(PublisherEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    endpoint.getComponent().publisher().attach(this);
  }

  @Override
  protected void doStop() throws Exception {
    WriterGroupPublisher publisher = endpoint.getComponent().publisher();
    // There is none when the component could not start.
    if (publisher != null) {
      if (leaving()) {
        publisher.close(); // says what was not sent, while others still run
      }
      publisher.detach(this);
    }
    super.doStop();
  }

  @Override
  public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
    if (!leaving()) {
      return false; // only the route goes; its messages wait for the next one
    }
    WriterGroupPublisher publisher = endpoint.getComponent().publisher();
    publisher.finish();
    if (publisher.pending() > 0) {
      LOG.info(
          "Stopping: {} NetworkMessages wait or are being encoded. They have {} s to be sent.",
          publisher.pending(),
          endpoint.getCamelContext().getShutdownStrategy().getTimeout());
    }
    return true;
  }

  @Override
  public int getPendingExchangesSize() {
    return leaving() ? endpoint.getComponent().publisher().pending() : 0;
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {
    // all is done when the shutdown is deferred
  }

  private boolean leaving() {
    return endpoint.getCamelContext().isStopping();
  }

  @Override
  public void send(OutboxMessage message, Receipt receipt) {
    Exchange exchange = createExchange(false);
    exchange.getMessage().setBody(message.body());
    message.headers().forEach(exchange.getMessage()::setHeader);
    UndeliverableMessages undeliverable = UndeliverableMessages.of(exchange);
    getAsyncProcessor()
        .process(
            exchange,
            doneSync -> {
              Throwable fault = exchange.getException();
              boolean handled = fault == null && !exchange.isRollbackOnly();
              releaseExchange(exchange, false);
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
