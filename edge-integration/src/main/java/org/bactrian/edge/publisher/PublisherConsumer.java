package org.bactrian.edge.publisher;

import java.util.Map;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.bactrian.edge.outbox.OutboxRoute;
import org.bactrian.edge.outbox.OutboxSink;
import org.bactrian.edge.publisher.stream.WriterGroupPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumer that passes each NetworkMessage to its route. When the whole context stops, it stays
 * until what was received has left or is stored, as long as Camel's shutdown strategy allows.
 */
public class PublisherConsumer extends DefaultConsumer implements ShutdownAware {

  private static final Logger LOG = LoggerFactory.getLogger(PublisherConsumer.class);

  private final PublisherEndpoint endpoint;
  private final OutboxSink route = new OutboxRoute(this, Map.of());

  /** Made by the endpoint. */
  public PublisherConsumer(PublisherEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    endpoint.getComponent().publisher().attach(route);
  }

  @Override
  protected void doStop() throws Exception {
    WriterGroupPublisher publisher = endpoint.getComponent().publisher();
    // There is none when the component could not start.
    if (publisher != null) {
      if (leaving()) {
        publisher.close(); // says what was not sent, while others still run
      }
      publisher.detach(route);
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
}
